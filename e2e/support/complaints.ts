import type { BrowserContext } from "@playwright/test";

const LOUD: ReadonlySet<string> = new Set(["error", "warning"]);
/** What the browser says of a page that took seconds to begin: it tells of the load of the machine, and of nothing else. */
const SLOW = /was preloaded using link preload but not used within a few seconds/;

/**
 * Complaints of a context's pages: errors and warnings in the console, uncaught exceptions, and violations of the content
 * security policy. A test fails for each that it did not expect.
 */
export class Complaints {
  readonly #all: string[] = [];
  readonly #expected: RegExp[] = [];

  /** Listens from now on. For contexts that a test opens itself; the one it is given is watched already. */
  async watch(context: BrowserContext): Promise<void> {
    context.on("console", (message) => {
      if (!LOUD.has(message.type()) || SLOW.test(message.text())) return;
      this.#all.push(`console: ${message.text()} (${message.location().url})`);
    });
    context.on("weberror", (error) => this.#all.push(`exception: ${error.error().stack ?? error.error().message}`));
    await context.exposeBinding("reportPolicyViolation", (_source, text: string) => this.#all.push(`policy: ${text}`));
    await context.addInitScript(() => {
      document.addEventListener("securitypolicyviolation", ({ violatedDirective, blockedURI, sourceFile }) => {
        const report = Reflect.get(window, "reportPolicyViolation") as (text: string) => void;
        report(`${violatedDirective} blocked ${blockedURI} in ${sourceFile}`);
      });
    });
  }

  /** Expects complaints provoked on purpose, such as the browser's log line for an answer of 403. */
  expect(...patterns: RegExp[]): void {
    this.#expected.push(...patterns);
  }

  get all(): readonly string[] {
    return this.#all;
  }

  get unexpected(): string[] {
    return this.#all.filter((complaint) => !this.#expected.some((pattern) => pattern.test(complaint)));
  }
}
