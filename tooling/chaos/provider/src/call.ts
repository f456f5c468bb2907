import { readlinkSync } from "node:fs";
import { connect, type Socket } from "node:net";
import { createInterface } from "node:readline";
import { PORT, RELEASE } from "./settings.ts";
import type { Answer, Calm, Existing, Orders, Request } from "./wire.ts";

/** Tells the world outside which process this is: an id means something in its own namespace only. */
const PROCESS = `${namespace()} ${process.pid}`;

/** Facts of a handler's context that the world outside is told. */
export interface Told {
  readonly id: string;
  readonly operationId: string;
  readonly attempt: number;
  readonly config: { readonly space: string; readonly title?: string };
}

/** A run of a handler, as the world outside sees it. */
export class Call {
  /** Aborts when everybody is to behave: whatever hangs may end. */
  readonly calm = new AbortController();
  readonly #socket: Socket;
  readonly #answers: ((answer: unknown) => void)[] = [];
  readonly #failed: Promise<never>;

  private constructor(socket: Socket) {
    this.#socket = socket;
    this.#failed = new Promise((_resolve, reject) => {
      socket.on("error", reject);
      socket.on("close", () => reject(new Error("The world outside has hung up")));
    });
    this.#failed.catch(() => {});
    const lines = createInterface({ input: socket }).on("error", () => {});
    lines.on("line", (line) => {
      const message = JSON.parse(line) as Calm | Answer;
      if ("calm" in message) this.calm.abort();
      else this.#answers.shift()?.(message.answer);
    });
  }

  /** Says that a handler begins. @returns the call, and how the handler is to behave */
  static async begin(ctx: Told, method: string, previous: object | null): Promise<{ call: Call; orders: Orders }> {
    const socket = connect({ port: PORT, host: "127.0.0.1" });
    const call = new Call(socket);
    const orders = await call.#ask<Orders>({
      ...{
        op: "begin",
        space: ctx.config.space,
        id: ctx.id,
        thing: thingOf(ctx),
        method,
        operationId: ctx.operationId,
      },
      ...{ attempt: ctx.attempt, release: RELEASE, process: PROCESS, config: { ...ctx.config } },
      previous: previous === null ? null : { ...previous },
    });
    return { call, orders };
  }

  /** Reads what exists of the resource. */
  read(): Promise<Existing | null> {
    return this.#ask({ op: "read" });
  }

  write(content: Record<string, unknown>): Promise<Existing>;
  /** @param over serial of what may be overwritten, null for nothing. @returns null if something else is there */
  write(content: Record<string, unknown>, over: string | null): Promise<Existing | null>;
  write(content: Record<string, unknown>, over?: string | null): Promise<Existing | null> {
    return this.#ask({ op: "write", content, ...(over !== undefined && { over }) });
  }

  /** Titles of all volumes, in order. */
  list(): Promise<readonly string[]> {
    return this.#ask({ op: "list" });
  }

  async remove(): Promise<void> {
    await this.#ask({ op: "remove" });
  }

  /** Says how the handler ended, before it does. */
  async end(how: "returned" | "threw", outputs: unknown): Promise<void> {
    await this.#ask({ op: "end", how, outputs }).catch(() => {});
    this.#socket.destroy();
  }

  #ask<Result>(request: Request): Promise<Result> {
    const answer = new Promise<unknown>((resolve) => this.#answers.push(resolve));
    this.#socket.write(`${JSON.stringify(request)}\n`);
    return Promise.race([answer as Promise<Result>, this.#failed]);
  }
}

/** What the real thing is called outside: a volume by its title, everything else by its resource. */
function thingOf({ id, config: { title } }: Told): string {
  return title === undefined ? id : `volume:${title}`;
}

/** The namespace of process ids; empty where there are none, or where it must not be looked at. */
function namespace(): string {
  try {
    return readlinkSync("/proc/self/ns/pid");
  } catch {
    return "";
  }
}
