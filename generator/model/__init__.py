"""What the exercise is about, as frozen values: banks, people, picks, worksheets, answers, alliances."""
