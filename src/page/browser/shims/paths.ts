// The functions of Node's "path" that spikebook uses, for a page's files.

export const sep = "/";

export function join(...parts: string[]): string {
  const whole = parts.filter((part) => part !== "").join("/");
  const kept: string[] = [];
  for (const part of whole.split("/")) {
    if (part === "" || part === ".") continue;
    if (part === ".." && kept.length > 0 && kept.at(-1) !== "..") kept.pop();
    else if (part !== ".." || !whole.startsWith("/")) kept.push(part);
  }
  return (whole.startsWith("/") ? "/" : "") + kept.join("/") || ".";
}

/** The page's notebook lies in this folder, as notebooks do in theirs. */
const HERE = "/notebooks";

export const resolve = (...parts: string[]): string => {
  const last = parts.findLastIndex((part) => part.startsWith("/"));
  return join(...(last < 0 ? [HERE, ...parts] : parts.slice(last)));
};

export const dirname = (path: string): string => join(path, "..");
export const basename = (path: string): string => path.split("/").at(-1) ?? "";
export const extname = (path: string): string => /\.[^./]+$/.exec(path)?.[0] ?? "";
export const isAbsolute = (path: string): boolean => path.startsWith("/");
export const normalize = (path: string): string => join(path);
export const relative = (_from: string, to: string): string => to;
