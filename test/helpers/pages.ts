import { existsSync, readFileSync, statSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { extname, join, normalize } from "node:path";

/** Debian's browser. */
export const CHROMIUM = "/usr/bin/chromium";

/** How a browser starts in a container, without looking for the network. */
export const FLAGS: readonly string[] = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** Why tests in Chromium are left out, if they are: for a test's name. */
export const noChromium: string = existsSync(CHROMIUM)
  ? ""
  : " (skipped: no chromium; apt-get install chromium)";

const TYPES: Record<string, string> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript",
  ".mjs": "text/javascript",
  ".css": "text/css",
  ".svg": "image/svg+xml",
  ".json": "application/json",
};

/** A web server of files. */
export interface FileServer {
  url: string;
  close(): Promise<void>;
}

/**
 * Serves a folder's files to this machine.
 * @param isolated whether pages are told to be isolated from others, so that they may share memory
 */
export async function serve(folder: string, isolated = false): Promise<FileServer> {
  const server: Server = createServer((request, response) => {
    const path = normalize(decodeURIComponent(new URL(request.url ?? "/", "http://x").pathname));
    const file = join(folder, path);
    if (
      path === "/" ||
      path === "/favicon.ico" ||
      !existsSync(file) ||
      statSync(file).isDirectory()
    ) {
      const isEmptyPage = path === "/";
      response.writeHead(isEmptyPage ? 200 : path === "/favicon.ico" ? 204 : 404, headers(".html"));
      response.end(isEmptyPage ? "<!doctype html><title>empty</title>" : "");
      return;
    }
    response.writeHead(200, headers(extname(file)));
    response.end(readFileSync(file));
  });
  const headers = (ending: string): Record<string, string> => ({
    "Content-Type": TYPES[ending] ?? "application/octet-stream",
    ...(isolated && {
      "Cross-Origin-Opener-Policy": "same-origin",
      "Cross-Origin-Embedder-Policy": "require-corp",
    }),
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    close: () => new Promise((done) => void server.close(() => done())),
  };
}
