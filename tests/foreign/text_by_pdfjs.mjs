// Writes the text of every page as pdf.js copies it, line by line: node text_by_pdfjs.mjs NODE_MODULES FILE
import { readFileSync } from "node:fs";

const [modules, file] = process.argv.slice(2);
const { getDocument } = await import(`${modules}/pdfjs-dist/legacy/build/pdf.mjs`);

const pdf = await getDocument({
  data: new Uint8Array(readFileSync(file)),
  standardFontDataUrl: `${modules}/pdfjs-dist/standard_fonts/`,
  verbosity: 0,
}).promise;
for (let number = 1; number <= pdf.numPages; number += 1) {
  const { items } = await (await pdf.getPage(number)).getTextContent({ disableNormalization: true });
  process.stdout.write(items.map(({ str, hasEOL }) => str + (hasEOL ? "\n" : "")).join("") + "\n");
}
await pdf.destroy();
