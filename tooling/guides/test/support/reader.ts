import { cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { homedir, tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { readNpmSettings } from "@pragma/bootstrap/npm-settings";
import { userDatabaseUrl } from "@pragma/bootstrap/user-database";
import { type PostgresServer, startPostgresServer } from "@pragma/testing";
import { type Stack, startStack } from "@pragma/testing/stack";
import { parseGuide } from "../../src/parse-guide.ts";
import { type Replacement, runGuide } from "../../src/run-guide.ts";

export const ROOT = fileURLToPath(new URL("../../../../", import.meta.url));

/** Where the API of `npm start` listens. */
const ADDRESS = /http:\/\/(?:127\.0\.0\.1|localhost):8000/g;

/** Parts of the repository that guides name, apart from what `npm start` writes. */
const LINKED = ["apps", "docs", "node_modules", "package.json", "packages", "providers", "tooling"];

/** Somebody in a folder that looks as the repository does while `npm start` runs, with a home of their own. */
export class Reader {
  readonly stack: Stack;
  readonly folder: string;
  readonly #server: PostgresServer;
  readonly #home: string;

  private constructor(stack: Stack, server: PostgresServer, folder: string, home: string) {
    this.stack = stack;
    this.#server = server;
    this.folder = folder;
    this.#home = home;
  }

  /**
   * @param env settings of API and worker; `PRAGMA_EGRESS_ALLOW` adds to the server for users' databases, which
   *   `npm start` allows
   */
  static async create(env: Record<string, string> = {}): Promise<Reader> {
    const server = await startPostgresServer({ empty: true });
    const allow = [`postgres=127.0.0.1:${new URL(server.url).port}`, env["PRAGMA_EGRESS_ALLOW"] ?? ""];
    const stack = await startStack({ ...env, PRAGMA_EGRESS_ALLOW: allow.join() });
    const folder = await mkdtemp(join(tmpdir(), "pragma-guide-"));
    for (const name of LINKED) await symlink(join(ROOT, name), join(folder, name));
    await cp(join(ROOT, "examples"), join(folder, "examples"), { recursive: true });
    await writeFile(join(folder, "examples", "server-url"), await userDatabaseUrl(server.url, "guide-password"));
    await mkdir(join(folder, ".pragma"));
    await writeFile(join(folder, ".pragma", "owner-token"), `${stack.token}\n`, { mode: 0o600 });
    const home = await mkdtemp(join(tmpdir(), "pragma-guide-home-"));
    // Else curl calls an answer of 404 a success, and so would the test.
    await writeFile(join(home, ".curlrc"), "fail-with-body\n");
    return new Reader(stack, server, folder, home);
  }

  /** The server in `examples/server-url`, as its administrator reaches it. */
  get databaseServer(): string {
    return this.#server.url;
  }

  /**
   * Follows a page to its end.
   *
   * @param page relative to the repository
   * @param patience milliseconds until it has to be over; a test that ends by itself tells nothing of where it hung
   * @param replaced what the page writes besides the address of the API, and what stands for it here
   */
  async follow(page: string, patience: number, replaced: readonly Replacement[] = []): Promise<void> {
    await runGuide(parseGuide(await readFile(join(ROOT, page), "utf8")), {
      root: ROOT,
      folder: this.folder,
      env: {
        PATH: process.env["PATH"] ?? "",
        HOME: this.#home,
        // The command's own default is the address that guides write.
        PRAGMA_API_URL: this.stack.apiUrl,
        ...(await npmEnvironment()),
      },
      replaced: [...replaced, [ADDRESS, this.stack.apiUrl]],
      patience,
    });
  }

  async remove(): Promise<void> {
    await this.stack.stop();
    await this.#server.remove();
    await rm(this.folder, { recursive: true, force: true });
    await rm(this.#home, { recursive: true, force: true });
  }
}

/** npm of the reader gets packages from where the machine's npm gets them, whose settings are in another home. */
async function npmEnvironment(): Promise<Record<string, string>> {
  const { registry, certificates } = await readNpmSettings(process.env);
  return {
    npm_config_cache: join(homedir(), ".npm"),
    // It may run on the Node of this repository, which knows its own authorities only, while the machine's trusts all of the machine.
    NODE_USE_SYSTEM_CA: "1",
    ...(registry === null ? {} : { npm_config_registry: registry }),
    ...(certificates === null ? {} : { npm_config_cafile: certificates }),
  };
}
