// Fills a worksheet with pdf.js, as Firefox does: node fill_pdfjs.mjs NODE_MODULES BLANK FILLED < {"texts", "ticks"}
import { readFileSync, writeFileSync } from "node:fs";

const [modules, blank, filled] = process.argv.slice(2);
const { getDocument } = await import(`${modules}/pdfjs-dist/legacy/build/pdf.mjs`);
const { texts, ticks } = JSON.parse(readFileSync(0, "utf-8"));
const wanted = new Map([...Object.entries(texts), ...ticks.map((name) => [name, true])]);

const pdf = await getDocument({
  data: new Uint8Array(readFileSync(blank)),
  standardFontDataUrl: `${modules}/pdfjs-dist/standard_fonts/`,
  verbosity: 0,
}).promise;
for (let number = 1; number <= pdf.numPages; number += 1) {
  const page = await pdf.getPage(number);
  for (const { id, fieldName } of await page.getAnnotations()) {
    if (wanted.has(fieldName)) {
      pdf.annotationStorage.setValue(id, { value: wanted.get(fieldName) });
      wanted.delete(fieldName);
    }
  }
}
if (wanted.size > 0) throw new Error(`no such fields: ${[...wanted.keys()].join(", ")}`);
writeFileSync(filled, await pdf.saveDocument());
await pdf.destroy();
