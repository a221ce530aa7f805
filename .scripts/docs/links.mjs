// Links of a built site: each must lead to a file that is there, and to a place in it.
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join, resolve } from "node:path";

const decoded = (text) => {
  try {
    return decodeURIComponent(text.replaceAll("&amp;", "&"));
  } catch {
    return undefined;
  }
};

/** Links within a folder of HTML files that lead nowhere, and those to elsewhere that are no addresses. */
export function checkLinks(site) {
  const base = process.env.DOCS_BASE ?? "/";
  const pages = readdirSync(site, { recursive: true }).filter((file) => file.endsWith(".html"));
  const ids = new Map();
  const idsOf = (file) => {
    if (!ids.has(file))
      ids.set(
        file,
        new Set(
          [...readFileSync(file, "utf8").matchAll(/\sid="([^"]*)"/g)].map(([, id]) => decoded(id)),
        ),
      );
    return ids.get(file);
  };
  const broken = [];
  for (const page of pages) {
    // pages that compute hold what their notebooks say
    if (page.startsWith("pages")) continue;
    const file = join(site, page);
    const text = readFileSync(file, "utf8").replaceAll(/<script[\s\S]*?<\/script>/g, "");
    for (const [, link] of text.matchAll(/\s(?:href|src)="([^"]*)"/g)) {
      if (/^(https?:)\/\//.test(link)) {
        if (!URL.canParse(link)) broken.push(`${page}: ${link}`);
        continue;
      }
      if (/^(data|mailto):/.test(link)) continue;
      const [path, hash] = link.split("#");
      const target =
        path === ""
          ? file
          : path.startsWith(base)
            ? join(site, decoded(path.slice(base.length)))
            : resolve(dirname(file), decoded(path));
      const candidates = [target, `${target}.html`, join(target, "index.html")];
      const found = candidates.find((each) => existsSync(each) && statSync(each).isFile());
      if (!found) broken.push(`${page}: ${link}`);
      else if (hash && found.endsWith(".html") && !found.includes(`${join(site, "pages")}`))
        if (!idsOf(found).has(decoded(hash))) broken.push(`${page}: ${link} (no such place)`);
    }
  }
  return [...new Set(broken)];
}
