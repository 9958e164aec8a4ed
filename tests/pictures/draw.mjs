// Reads scenes as JSON on standard input and writes a picture of each, for a desktop and for a phone.
// node draw.mjs FOLDER
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";
import { chromium } from "playwright-core";
import UPNG from "upng-js";

const COLOURS = 48; // enough for text in grey and a few emoji, and a third of the size
const WIDTHS = { wide: 700, phone: 375 };
const FLAGS =
  "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking " +
  "--disable-component-update --disable-sync";

const folder = process.argv[2];
const scenes = JSON.parse(readFileSync(0, "utf-8"));
const here = import.meta.dirname;
const { outputFiles } = await build({
  entryPoints: [join(here, "page.jsx")],
  bundle: true,
  write: false,
  outdir: "out",
  jsx: "automatic",
  minify: true,
  define: { "process.env.NODE_ENV": '"production"' },
});
const [script, style] = ["js", "css"].map((kind) => outputFiles.find((file) => file.path.endsWith(kind)).text);

mkdirSync(folder, { recursive: true });
const browser = await chromium.launch({ executablePath: "/usr/bin/chromium", args: FLAGS.split(" ") });
for (const [size, width] of Object.entries(WIDTHS)) {
  const page = await browser.newPage({ viewport: { width, height: 200 } });
  await page.route("**/*", (route) => route.abort()); // nothing is fetched
  page.on("pageerror", (error) => {
    throw error;
  });
  await page.setContent("<!doctype html><html lang='en-GB'><body></body></html>");
  await page.addStyleTag({ content: style });
  await page.addScriptTag({ content: script });
  for (const scene of scenes) {
    await page.evaluate((one) => window.show(one), scene);
    const picture = UPNG.decode(await page.screenshot({ fullPage: true, animations: "disabled" }));
    const small = UPNG.encode(UPNG.toRGBA8(picture), picture.width, picture.height, COLOURS);
    writeFileSync(join(folder, `${scene.name}-${size}.png`), Buffer.from(small));
  }
}
await browser.close();
console.log(`${scenes.length} scenes, ${Object.keys(WIDTHS).length} widths, in ${folder}`);
