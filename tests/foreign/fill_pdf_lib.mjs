// Fills a worksheet with pdf-lib: node fill_pdf_lib.mjs NODE_MODULES BLANK FILLED < {"texts", "ticks"}
import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";

const [modules, blank, filled] = process.argv.slice(2);
const { PDFDocument } = createRequire(`${modules}/`)("pdf-lib");
const { texts, ticks } = JSON.parse(readFileSync(0, "utf-8"));

const pdf = await PDFDocument.load(readFileSync(blank));
const form = pdf.getForm();
for (const [name, text] of Object.entries(texts)) form.getTextField(name).setText(text);
for (const name of ticks) form.getCheckBox(name).check();
// its own drawings know nothing beyond Latin-1, so the values alone are written
writeFileSync(filled, await pdf.save({ updateFieldAppearances: false }));
