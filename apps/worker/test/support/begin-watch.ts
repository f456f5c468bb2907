import { once } from "node:events";
import { type AddressInfo, createServer, type Server, type Socket } from "node:net";
import { isAlive } from "./objects-folder.ts";

/** A handler that has begun. */
export interface Begun {
  readonly name: string;
  readonly pid: number;
  /** The processes of earlier handlers of the same object, not ended by then, that ran at that moment. */
  readonly beside: readonly number[];
}

/** Where handlers of the provider `objects` report that they begin, and wait to be let go on: it sees what else runs then. */
export class BeginWatch {
  readonly begun: Begun[] = [];
  readonly #sockets = new Set<Socket>();
  readonly #server: Server = createServer((socket) => this.#serve(socket));

  /** @returns its port, for `watch_port` of an object */
  async listen(): Promise<number> {
    await once(this.#server.listen(0, "127.0.0.1"), "listening");
    return (this.#server.address() as AddressInfo).port;
  }

  of(name: string): Begun[] {
    return this.begun.filter((one) => one.name === name);
  }

  close(): void {
    for (const socket of this.#sockets) socket.destroy();
    this.#server.close();
  }

  #serve(socket: Socket): void {
    this.#sockets.add(socket);
    socket.on("error", () => {}).on("close", () => this.#sockets.delete(socket));
    socket.once("data", (data) => {
      const { name, pid } = JSON.parse(String(data)) as Omit<Begun, "beside">;
      const earlier = this.of(name).map((one) => one.pid);
      this.begun.push({ name, pid, beside: earlier.filter((other) => other !== pid && isAlive(other)) });
      socket.end("go on");
    });
  }
}
