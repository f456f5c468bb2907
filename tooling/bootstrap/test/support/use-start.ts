import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { freePort } from "@pragma/testing";
import { temporaryFolder } from "@pragma/testing/temporary-folder";
import { afterEach, beforeEach } from "vitest";

const PROGRAM = join(import.meta.dirname, "../../start.mjs");
/** It writes this one beside the example, whatever folder it is given. */
const SERVER_URL = join(import.meta.dirname, "../../../../examples/server-url");

/** A start with a state folder and ports of its own. */
export interface Started {
  readonly child: {
    /** @throws Error with what it printed if it ends before */
    outputUntil(wanted: string | RegExp): Promise<string>;
    /** Ctrl-C. @returns its exit code and signal */
    interrupt(): Promise<unknown[]>;
  };
  readonly state: string;
  readonly ports: { api: number; web: number; database: number; userDatabase: number };
}

/** Lets the tests of a file run `npm start` with arguments; it is gone after each of them, with all that it wrote. */
export function useStart(): (...args: string[]) => Promise<Started> {
  let state: string;
  let serverUrl: string | null;
  let end: (() => void) | undefined;

  beforeEach(async () => {
    serverUrl = await readFile(SERVER_URL, "utf8").catch(() => null);
    state = await temporaryFolder();
  });
  afterEach(async () => {
    end?.();
    // Another installation may run here besides: its URL is kept.
    if (serverUrl === null) await rm(SERVER_URL, { force: true });
    else await writeFile(SERVER_URL, serverUrl);
    await rm(state, { recursive: true, force: true });
  });

  return async (...args) => {
    const [api = 0, web = 0, database = 0, userDatabase = 0] = await Promise.all(Array.from({ length: 4 }, freePort));
    const child = spawn(process.execPath, [PROGRAM, ...args], {
      env: {
        PATH: process.env["PATH"],
        HOME: process.env["HOME"],
        PRAGMA_STATE_DIR: state,
        PRAGMA_API_PORT: String(api),
        PRAGMA_WEB_PORT: String(web),
        PRAGMA_DATABASE_PORT: String(database),
        PRAGMA_USER_DATABASE_PORT: String(userDatabase),
      },
      stdio: ["ignore", "pipe", "pipe"],
    });
    end = () => child.kill("SIGKILL");
    let output = "";
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding("utf8").on("data", (text: string) => {
        output += text;
      });
    }
    return {
      child: {
        outputUntil: (wanted) =>
          new Promise((resolve, reject) => {
            const look = (): void => {
              if (typeof wanted === "string" ? output.includes(wanted) : wanted.test(output)) resolve(output);
            };
            look();
            child.stdout.on("data", look);
            child.stderr.on("data", look);
            child.once("close", () => reject(new Error(`it ended:\n${output}`)));
          }),
        async interrupt() {
          const ended = once(child, "exit");
          child.kill("SIGINT");
          return await ended;
        },
      },
      state,
      ports: { api, web, database, userDatabase },
    };
  };
}
