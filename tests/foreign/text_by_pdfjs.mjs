// Writes the text of every page as pdf.js copies it, line by line, and a form feed behind each file:
// node text_by_pdfjs.mjs NODE_MODULES FILE...
import { readFileSync } from "node:fs";

const [modules, ...files] = process.argv.slice(2);
const { getDocument } = await import(`${modules}/pdfjs-dist/legacy/build/pdf.mjs`);

for (const file of files) {
  const pdf = await getDocument({
    data: new Uint8Array(readFileSync(file)),
    standardFontDataUrl: `${modules}/pdfjs-dist/standard_fonts/`,
    verbosity: 0,
  }).promise;
  for (let number = 1; number <= pdf.numPages; number += 1) {
    const { items } = await (await pdf.getPage(number)).getTextContent({ disableNormalization: true });
    process.stdout.write(items.map(({ str, hasEOL }) => str + (hasEOL ? "\n" : "")).join("") + "\n");
  }
  process.stdout.write("\f");
  await pdf.destroy();
}
