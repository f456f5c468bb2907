import { once } from "node:events";
import { type AddressInfo, createServer, type Socket } from "node:net";
import { createInterface } from "node:readline";
import type { JsonObject } from "@pragma/contract";
import {
  chooseFault,
  type Fault,
  type FaultKind,
  type HandFact,
  type HandlerFact,
  type HandlerMethod,
  isVolume,
  type ObjectFact,
  type Random,
  titleOf,
} from "@pragma/testing/chaos";
import type { Answer, Begin, Existing, Request } from "../../provider/src/wire.ts";
import { isRunning } from "./is-running.ts";

/**
 * The real things that the test provider looks after, in memory, and the record of all who touched them. Handlers tell
 * it what they are about to do and are told how to misbehave.
 */
export class OutsideWorld {
  readonly handlers: HandlerFact[] = [];
  /** All that was ever made. */
  readonly objects: ObjectFact[] = [];
  /** All that was done past the handlers. */
  readonly hands: HandFact[] = [];
  readonly #existing = new Map<string, ObjectFact>();
  /** The things that running handlers work on. */
  readonly #things = new WeakMap<HandlerFact, string>();
  readonly #calls = new Map<string, number>();
  readonly #sockets = new Set<Socket>();
  readonly #server = createServer((socket) => this.#serve(socket));
  readonly #random: Random;
  readonly #only: readonly FaultKind[] | undefined;
  #isCalm = false;

  /** @param only the kinds of faults that there may be; all if left out */
  constructor(random: Random, only?: readonly FaultKind[]) {
    this.#random = random;
    this.#only = only;
  }

  /** Starts to listen. @returns its port */
  async listen(): Promise<number> {
    this.#server.listen(0, "127.0.0.1");
    await once(this.#server, "listening");
    return (this.#server.address() as AddressInfo).port;
  }

  /** From now on all behave well, or as badly as before. What hangs when it gets calm goes on. */
  set calm(isCalm: boolean) {
    this.#isCalm = isCalm;
    if (isCalm) for (const socket of this.#sockets) socket.write('{"calm":true}\n');
  }

  get running(): readonly HandlerFact[] {
    return this.handlers.filter(({ endedAt }) => endedAt === null);
  }

  /** All that exist now. */
  get existing(): readonly ObjectFact[] {
    return [...this.#existing.values()];
  }

  /** Makes, changes or removes an object by hand: no handler takes part. @param content null for none, which removes it */
  meddle({ space, id, what }: Omit<HandFact, "at">, content: JsonObject | null): void {
    const name = `${space} ${id}`;
    const object = this.#existing.get(name);
    this.hands.push({ at: Date.now(), space, id, what });
    if (object && content) Object.assign(object, { content, writtenBy: "hands" });
    else if (object) {
      object.removedBy = "hands";
      this.#existing.delete(name);
    } else if (content) this.#make(name, { space, id, number: "hands", release: "hands" }, content);
  }

  async close(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    this.#server.close();
    await once(this.#server, "close");
  }

  #serve(socket: Socket): void {
    this.#sockets.add(socket);
    let handler: HandlerFact | null = null;
    socket.on("error", () => {});
    socket.on("close", () => {
      this.#sockets.delete(socket);
      if (handler && handler.endedAt === null) die(handler);
    });
    // A reader of lines emits the errors of its input once more.
    const lines = createInterface({ input: socket }).on("error", () => {});
    lines.on("line", (line) => {
      const request = JSON.parse(line) as Request;
      if (request.op === "begin") {
        handler = this.#begin(request);
        reply(socket, { fault: this.#chooseFault(handler) });
      } else if (handler && handler.end !== "died") {
        // Requests of a dead handler are dropped: bytes on their way outlive any process.
        reply(socket, this.#answer(handler, request));
      }
    });
  }

  /** If another handler of the resource seems to run, the kernel says which of the two does: connections may be slow. */
  #begin({ op: _, method, thing, ...told }: Begin): HandlerFact {
    const others = this.running.filter(({ space, id }) => space === told.space && id === told.id);
    for (const other of others) if (!isRunning(other.process)) die(other);
    const handler: HandlerFact = {
      ...told,
      number: this.handlers.length,
      method: method as HandlerMethod,
      config: told.config as JsonObject,
      previous: told.previous as JsonObject | null,
      fault: "none",
      existed: this.#isOwn(told.id, this.#existing.get(`${told.space} ${thing}`)),
      ...{ beganAt: Date.now(), endedAt: null, end: null, outputs: null, actedAt: null },
    };
    this.handlers.push(handler);
    this.#things.set(handler, thing);
    if (others.some(({ endedAt }) => endedAt === null) && !isRunning(handler.process)) die(handler);
    return handler;
  }

  /** A thing with a name of its own may be a stranger's. */
  #isOwn(id: string, existing: ObjectFact | undefined): boolean {
    return existing !== undefined && (existing.id === id || this.#madeFor(existing) === id);
  }

  #madeFor({ madeBy }: ObjectFact): string | null {
    return madeBy === "hands" ? null : (this.handlers[madeBy]?.id ?? null);
  }

  #tell(object: ObjectFact): Existing {
    const { serial, revision, release, content } = object;
    return { serial, revision, release, content, madeFor: this.#madeFor(object) };
  }

  /** How often the resource was handled before decides, not when. */
  #chooseFault(handler: HandlerFact): Fault {
    const name = `${handler.space} ${handler.id} ${handler.method}`;
    const count = (this.#calls.get(name) ?? 0) + 1;
    this.#calls.set(name, count);
    if (this.#isCalm) return { kind: "none" };
    const fault = chooseFault(this.#random.fork(`${name} ${count}`), handler.method, this.#only);
    handler.fault = fault.kind;
    return fault;
  }

  #answer(handler: HandlerFact, request: Exclude<Request, Begin>): unknown {
    const { space, number, release } = handler;
    const id = this.#things.get(handler) ?? handler.id;
    const name = `${space} ${id}`;
    const existing = this.#existing.get(name);
    switch (request.op) {
      case "read":
        return existing ? this.#tell(existing) : null;
      case "list":
        return this.#titles(space);
      case "write":
        if (request.over !== undefined && (existing?.serial ?? null) !== request.over) return null;
        handler.actedAt = Date.now();
        return this.#tell(
          existing
            ? this.#rewrite(existing, handler, request.content)
            : this.#make(name, { space, id, number, release }, request.content),
        );
      case "remove":
        handler.actedAt = Date.now();
        if (existing) existing.removedBy = handler.number;
        this.#existing.delete(name);
        return {};
      case "end":
        handler.end = request.how;
        handler.outputs = request.outputs as HandlerFact["outputs"];
        handler.endedAt = Date.now();
        return {};
    }
  }

  #titles(space: string): string[] {
    const volumes = this.existing.filter((object) => object.space === space && isVolume(object.id));
    return volumes.map(({ id }) => titleOf(id)).sort();
  }

  #make(name: string, { space, id, number, release }: Maker, content: Record<string, unknown>): ObjectFact {
    const made: ObjectFact = {
      ...{ space, id, serial: `s${this.objects.length}`, revision: 1, release },
      content: content as JsonObject,
      ...{ madeBy: number, writtenBy: number, removedBy: null },
    };
    this.objects.push(made);
    this.#existing.set(name, made);
    return made;
  }

  #rewrite(object: ObjectFact, handler: HandlerFact, content: Record<string, unknown>): ObjectFact {
    object.content = content as JsonObject;
    object.revision += 1;
    object.release = handler.release;
    object.writtenBy = handler.number;
    return object;
  }
}

/** Who makes an object. */
interface Maker extends Pick<HandlerFact, "space" | "id" | "release"> {
  readonly number: ObjectFact["madeBy"];
}

function die(handler: HandlerFact): void {
  handler.end = "died";
  handler.endedAt = Date.now();
}

function reply(socket: Socket, answer: unknown): void {
  socket.write(`${JSON.stringify({ answer } satisfies Answer)}\n`);
}
