// Validates PDF files with veraPDF. Standard input: a line FLAVOUR<tab>PATH for each check (flavours as veraPDF names
// them: ua1, 3a ...). Standard output: a line each, FLAVOUR<tab>PATH<tab>then one column for every failed rule.
import java.io.BufferedReader;
import java.io.File;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.util.TreeMap;
import java.util.logging.LogManager;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;

class VeraRun {
    public static void main(String[] arguments) throws Exception {
        PrintStream verdicts = new PrintStream(System.out, true, "UTF-8");
        System.setOut(System.err);
        LogManager.getLogManager().reset();
        VeraGreenfieldFoundryProvider.initialise();
        BufferedReader asked = new BufferedReader(new InputStreamReader(System.in, "UTF-8"));
        for (String line = asked.readLine(); line != null; line = asked.readLine()) {
            String[] check = line.split("\t", 2);
            verdicts.println(line + failures(PDFAFlavour.byFlavourId(check[0]), new File(check[1])));
        }
    }

    static String failures(PDFAFlavour flavour, File file) throws Exception {
        var rules = new TreeMap<String, String>();
        try (var parser = Foundries.defaultInstance().createParser(file, flavour);
                var validator = Foundries.defaultInstance().createValidator(flavour, false)) {
            var result = validator.validate(parser);
            for (TestAssertion failed : result.getTestAssertions()) {
                var id = failed.getRuleId();
                var where = failed.getLocation() == null ? "" : " at " + failed.getLocation().getContext();
                rules.putIfAbsent(id.getClause() + "-" + id.getTestNumber(), failed.getMessage() + where);
            }
            if (rules.isEmpty() && !result.isCompliant()) rules.put("not compliant", String.valueOf(result.getJobEndStatus()));
        }
        var columns = new StringBuilder();
        rules.forEach((rule, said) -> columns.append('\t').append((rule + ": " + said).replaceAll("\\s+", " ")));
        return columns.toString();
    }
}
