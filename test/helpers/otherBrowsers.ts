import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { WebSocket } from "ws";

// Firefox by WebDriver BiDi, which it speaks itself, and WebKit by its WebDriver: as much of both as tests need.

/** A browser that opens pages and evaluates expressions on them. */
export interface OtherBrowser {
  open(url: string): Promise<void>;
  /** The value of an expression, waited for where it is a promise; as JSON, so that browsers agree. */
  evaluate(expression: string): Promise<unknown>;
  close(): Promise<void>;
}

const FIREFOX = ["/usr/bin/firefox-esr", "/usr/bin/firefox"].find((path) => existsSync(path));
const DRIVER = "/usr/bin/WebKitWebDriver";
const MINI_BROWSER = [
  "/usr/lib/x86_64-linux-gnu/webkit2gtk-4.1/MiniBrowser",
  "/usr/lib/aarch64-linux-gnu/webkit2gtk-4.1/MiniBrowser",
].find((path) => existsSync(path));
const XVFB = "/usr/bin/Xvfb";

/** Why tests in Firefox are left out, if they are. */
export const noFirefox: string = FIREFOX
  ? ""
  : " (skipped: no firefox; apt-get install firefox-esr)";

/** Why tests in WebKit are left out, if they are. */
export const noWebKit: string =
  MINI_BROWSER && existsSync(DRIVER) && existsSync(XVFB)
    ? ""
    : " (skipped: no WebKit; apt-get install webkit2gtk-driver xvfb)";

const asJSON = (expression: string): string =>
  `Promise.resolve(${expression}).then((value) => JSON.stringify(value === undefined ? null : value))`;

/** The first text that matches in what a program says. */
function said(program: ChildProcess, pattern: RegExp): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = "";
    const listen = (chunk: Buffer): void => {
      text += chunk;
      const match = pattern.exec(text);
      if (match) resolve(match[1]);
    };
    program.stderr?.on("data", listen);
    program.stdout?.on("data", listen);
    program.on("exit", () => reject(new Error(`the browser ended: ${text}`)));
  });
}

async function ended(program: ChildProcess): Promise<void> {
  const gone = new Promise((resolve) => program.once("exit", resolve));
  program.kill();
  const timer = setTimeout(() => program.kill("SIGKILL"), 5000);
  await gone;
  clearTimeout(timer);
}

/** Starts Firefox. */
export async function firefox(): Promise<OtherBrowser> {
  const profile = mkdtempSync(join(tmpdir(), "spikebook-firefox-"));
  const program = spawn(
    FIREFOX as string,
    ["--headless", "--no-remote", "--profile", profile, "--remote-debugging-port", "0"],
    { stdio: ["ignore", "pipe", "pipe"], env: { ...process.env, HOME: profile } },
  );
  const address = await said(program, /BiDi listening on (ws:\S+)/);
  const socket = new WebSocket(`${address}/session`);
  await new Promise((resolve, reject) => socket.once("open", resolve).once("error", reject));
  let count = 0;
  const waiting = new Map<number, (message: Record<string, never>) => void>();
  socket.on("message", (data) => {
    const message = JSON.parse(String(data));
    waiting.get(message.id)?.(message);
  });
  const ask = async (method: string, params: object): Promise<Record<string, never>> => {
    const id = count++;
    const answer = await new Promise<Record<string, never>>((resolve) => {
      waiting.set(id, resolve);
      socket.send(JSON.stringify({ id, method, params }));
    });
    if ((answer.type as string) === "error") throw new Error(`${method}: ${answer.message}`);
    return answer.result;
  };
  await ask("session.new", { capabilities: {} });
  const { contexts } = (await ask("browsingContext.getTree", {})) as unknown as {
    contexts: { context: string }[];
  };
  const [{ context }] = contexts;
  return {
    open: async (url) =>
      void (await ask("browsingContext.navigate", { context, url, wait: "complete" })),
    evaluate: async (expression) => {
      const { result, exceptionDetails } = (await ask("script.evaluate", {
        expression: asJSON(expression),
        target: { context },
        awaitPromise: true,
      })) as unknown as { result: { value: string }; exceptionDetails?: { text: string } };
      if (exceptionDetails) throw new Error(exceptionDetails.text);
      return JSON.parse(result.value);
    },
    close: async () => {
      socket.close();
      await ended(program);
      rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

/** Starts WebKit, on a screen that nobody sees. */
export async function webkit(): Promise<OtherBrowser> {
  const screen = spawn(
    XVFB,
    ["-displayfd", "1", "-screen", "0", "1200x900x24", "-nolisten", "tcp"],
    {
      stdio: ["ignore", "pipe", "pipe"],
    },
  );
  const display = await said(screen, /^(\d+)\n/);
  const port = 20_000 + (process.pid % 20_000);
  const driver = spawn(DRIVER, [`--port=${port}`], {
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...process.env, DISPLAY: `:${display}`, WEBKIT_DISABLE_COMPOSITING_MODE: "1" },
  });
  const ask = async (path: string, body?: object, method = "POST"): Promise<unknown> => {
    const answer = await fetch(`http://127.0.0.1:${port}/session${path}`, {
      method,
      ...(body && { body: JSON.stringify(body) }),
    });
    const { value } = (await answer.json()) as { value: { message?: string } };
    if (!answer.ok) throw new Error(`WebKit: ${value.message}`);
    return value;
  };
  const options = { binary: MINI_BROWSER, args: ["--automation"] };
  const capabilities = { alwaysMatch: { "webkitgtk:browserOptions": options } };
  let session: { sessionId: string } | undefined;
  for (let attempt = 0; !session; attempt++)
    try {
      session = (await ask("", { capabilities })) as { sessionId: string };
    } catch (error) {
      // the driver needs a moment until it listens
      if (attempt > 50 || !(error as Error).message.includes("fetch failed")) throw error;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  const { sessionId } = session;
  await ask(`/${sessionId}/timeouts`, { script: 120_000, pageLoad: 60_000 });
  return {
    open: async (url) => void (await ask(`/${sessionId}/url`, { url })),
    evaluate: async (expression) => {
      const script = `const done = arguments[0]; ${asJSON(expression)}.then(done, (error) => done("!" + error));`;
      const text = String(await ask(`/${sessionId}/execute/async`, { script, args: [] }));
      if (text.startsWith("!")) throw new Error(text.slice(1));
      return JSON.parse(text);
    },
    close: async () => {
      await ask(`/${sessionId}`, undefined, "DELETE").catch(() => {});
      await ended(driver);
      await ended(screen);
    },
  };
}
