// Builds the look of bangkom: node frontend/build.mjs [--out DIR]
//
// Reads the templates and the Python code under bangkom/, keeps of Tabler only the rules that they use,
// puts the house theme (frontend/css) on top, and writes app.css, inter.woff2, icons.json and
// LICENSES.txt. The same sources always give the same bytes, so the hashed file names stay the same too.

import fs from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";

import postcss from "postcss";
import { PurgeCSS } from "purgecss";

const HERE = path.dirname(fileURLToPath(import.meta.url));
const ROOT = path.dirname(HERE);
const MODULES = path.join(ROOT, "node_modules");
const DEFAULT_OUT = path.join(ROOT, "bangkom/foundation/static/build");

// What the theme draws from scratch: Tabler's own rules for it would only be overridden.
const OWN = [/^btn/, /^card/, /^badge/, /^form-/, /^input-/, /^progress/, /^table/, /^list-group/, /^is-(in)?valid/];

function option(name, fallback) {
  const at = process.argv.indexOf(name);
  return at > 0 && process.argv[at + 1] ? path.resolve(process.argv[at + 1]) : fallback;
}

function filesBelow(folder, endings) {
  const found = [];
  for (const entry of fs.readdirSync(folder, { withFileTypes: true })) {
    const full = path.join(folder, entry.name);
    if (entry.isDirectory()) {
      if (!["build", "migrations", "locale", "__pycache__", "engine"].includes(entry.name)) {
        found.push(...filesBelow(full, endings));
      }
    } else if (endings.some((ending) => entry.name.endsWith(ending))) {
      found.push(full);
    }
  }
  return found.sort();
}

function readList(name) {
  return fs
    .readFileSync(path.join(HERE, name), "utf8")
    .split("\n")
    .map((line) => line.replace(/#.*/, "").trim())
    .filter(Boolean)
    .flatMap((line) => line.split(/\s+/));
}

// Names that a source file may use in the style sheet. In a template: elements, and what stands in class="…".
// In code only text in quotes can be a class: names with a hyphen, and what stands in class="…" or class_="…".
export function wordsOf(file, text) {
  const words = [];
  const add = (part, pattern = /[A-Za-z0-9_-]+/g) => words.push(...(part.match(pattern) ?? []));
  if (file.endsWith(".html")) {
    // A condition inside an attribute leaves both of its classes when its tags are taken away.
    for (const [tag] of text.matchAll(/\{%.*?%\}/g)) add(tag, /[a-z][a-z0-9]*(?:-[a-z0-9]+)+/g);
    const plain = text.replace(/\{%.*?%\}|\{\{.*?\}\}/gs, " ");
    for (const [, quoted] of plain.matchAll(/\bclass="([^"]*)"/g)) add(quoted);
    for (const [, element] of plain.matchAll(/<([a-z][a-z0-9]*)/g)) add(element);
    return words;
  }
  for (const [, quoted] of text.matchAll(/class(?:_|Name)?\\?["']?\s*[=:]\s*\\?["']([^"']*)/g)) add(quoted);
  for (const [, element] of text.matchAll(/<([a-z][a-z0-9]*)/g)) add(element);
  for (const [, , quoted] of text.matchAll(/("|')((?:(?!\1)[^\\\n])*)\1/g)) add(quoted, /[a-z][a-z0-9]*(?:-[a-z0-9]+)+/g);
  return words;
}

function iconsNamed(text) {
  return [...text.matchAll(/\bicon(?:_name)?\b["']?\s*[=(:]?\s*["']([a-z0-9]+(?:-[a-z0-9]+)*)["']/g)].map((m) => m[1]);
}

// Removes comments (but licence notices) and needless white space; changes nothing else.
function minified(css) {
  const root = postcss.parse(css);
  root.walkComments((comment) => {
    if (!comment.text.startsWith("!")) comment.remove();
  });
  root.walk((node) => {
    node.raws.before = "";
    node.raws.after = "";
    if (node.type === "decl") {
      node.raws.between = ":";
      if (node.important) node.raws.important = "!important";
      if (!node.prop.startsWith("--")) node.value = node.value.replace(/\s*\n\s*/g, " ").trim();
    } else if (node.type === "rule") {
      node.raws.between = "";
      node.raws.semicolon = false;
      node.selector = node.selector.replace(/\s*\n\s*/g, " ").replace(/\s*,\s*/g, ",");
    } else if (node.type === "atrule") {
      node.raws.between = "";
      node.raws.afterName = " ";
      node.raws.semicolon = false;
    }
  });
  root.raws.after = "";
  return root.toString();
}

async function buildCss(words) {
  const theme = filesBelow(path.join(HERE, "css"), [".css"])
    .map((file) => fs.readFileSync(file, "utf8"))
    .join("\n");
  const tabler = fs.readFileSync(path.join(MODULES, "@tabler/core/dist/css/tabler.min.css"), "utf8");
  const [kept] = await new PurgeCSS().purge({
    content: [{ raw: [...words].sort().join(" "), extension: "html" }],
    css: [{ raw: tabler }],
    safelist: { standard: readList("safelist.txt"), variables: theme.match(/--tblr-[a-z0-9-]+/g) ?? [] },
    blocklist: OWN,
    variables: true,
    keyframes: true,
    fontFace: true,
  });
  return minified(kept.css.replace(/\/\*# sourceMappingURL=.*?\*\//g, "") + "\n" + theme);
}

function buildIcons(names) {
  const set = JSON.parse(fs.readFileSync(path.join(MODULES, "@iconify-json/tabler/icons.json"), "utf8"));
  const icons = {};
  const missing = [];
  for (const name of [...names].sort()) {
    const found = set.icons[name] ?? set.icons[set.aliases?.[name]?.parent];
    if (found) icons[name] = found.body.replace(/ (stroke-linecap|stroke-linejoin|stroke-width)="(round|2)"/g, "");
    else missing.push(name);
  }
  return { icons, missing };
}

function licences() {
  const notices = ["@tabler/core", "@iconify-json/tabler", "@fontsource-variable/inter"].map((name) => {
    const folder = path.join(MODULES, name);
    const about = JSON.parse(fs.readFileSync(path.join(folder, "package.json"), "utf8"));
    const text = ["LICENSE", "license.txt", "LICENSE.md"].find((file) => fs.existsSync(path.join(folder, file)));
    const file = text ? path.join(folder, text) : path.join(HERE, "MIT.txt"); // some MIT packages ship no text
    const body = fs.readFileSync(file, "utf8").trim();
    const author = typeof about.author === "object" ? about.author.name : (about.author ?? "");
    return `${name} ${about.version} (${about.license}) ${author}\n${body}`.trim();
  });
  return notices.join("\n\n---\n\n") + "\n";
}

async function build(out) {
  const started = performance.now();
  const words = new Set();
  const names = new Set(readList("icons.txt"));
  for (const file of filesBelow(path.join(ROOT, "bangkom"), [".html", ".py", ".js"])) {
    const text = fs.readFileSync(file, "utf8");
    for (const word of wordsOf(file, text)) words.add(word);
    if (!file.endsWith(".js")) for (const name of iconsNamed(text)) names.add(name);
  }
  const css = await buildCss(words);
  const { icons, missing } = buildIcons(names);
  fs.mkdirSync(out, { recursive: true });
  const write = (name, content) => fs.writeFileSync(path.join(out, name), content);
  write("app.css", css);
  write("icons.json", JSON.stringify({ icons, missing }, null, 0) + "\n");
  write("LICENSES.txt", licences());
  fs.copyFileSync(
    path.join(MODULES, "@fontsource-variable/inter/files/inter-latin-wght-normal.woff2"),
    path.join(out, "inter.woff2"),
  );
  for (const name of missing) console.error(`frontend: no Tabler icon is called "${name}"`);
  const kb = (n) => (n / 1024).toFixed(1) + " KB";
  console.log(
    `frontend: app.css ${kb(css.length)} (${kb(gzipSync(css, { level: 9 }).length)} gzip), ` +
      `${Object.keys(icons).length} icons, ${((performance.now() - started) / 1000).toFixed(1)} s`,
  );
}

await build(option("--out", DEFAULT_OUT));
