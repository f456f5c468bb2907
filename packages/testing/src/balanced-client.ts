import { once } from "node:events";
import { Agent, request } from "node:https";
import { text } from "node:stream/consumers";
import type { Balancer } from "./nginx.ts";

export interface Answer {
  status: number;
  body: string;
}

/** A client of a server behind a balancer, which keeps its connections and sends nothing twice. */
export class BalancedClient {
  readonly #port: number;
  readonly #headers: Record<string, string>;
  readonly #agent: Agent;

  /** @param host one of the balancer's */
  constructor({ port }: Pick<Balancer, "port">, host: string, token: string) {
    this.#port = port;
    this.#headers = { host: `${host}:${port}`, authorization: `Bearer ${token}` };
    this.#agent = new Agent({ keepAlive: true, rejectUnauthorized: false, servername: host });
  }

  /** @throws Error if the connection ends before the answer does */
  async ask(method: string, path: string, body?: object): Promise<Answer> {
    const headers = body === undefined ? this.#headers : { ...this.#headers, "content-type": "application/json" };
    const sent = request({ agent: this.#agent, method, path, host: "127.0.0.1", port: this.#port, headers });
    sent.end(body && JSON.stringify(body));
    const [response] = await once(sent, "response");
    return { status: response.statusCode, body: await text(response) };
  }

  close(): void {
    this.#agent.destroy();
  }
}
