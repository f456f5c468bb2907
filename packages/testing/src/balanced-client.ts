import { once } from "node:events";
import type { OutgoingHttpHeaders } from "node:http";
import { Agent, request } from "node:https";
import { text } from "node:stream/consumers";
import type { Balancer } from "./nginx.ts";

export interface Answer {
  status: number;
  body: string;
}

/** A client of the API behind a balancer, which keeps its connection and sends nothing twice. */
export class BalancedClient {
  readonly #balancer: Balancer;
  readonly #headers: OutgoingHttpHeaders;
  readonly #agent: Agent;

  constructor(balancer: Balancer, token: string) {
    this.#balancer = balancer;
    this.#headers = { host: `${balancer.apiHost}:${balancer.port}`, authorization: `Bearer ${token}` };
    this.#agent = new Agent({ keepAlive: true, rejectUnauthorized: false, servername: balancer.apiHost });
  }

  /** @throws Error if the connection ends before the answer does */
  async ask(method: string, path: string, body?: object): Promise<Answer> {
    const { port } = this.#balancer;
    const headers = body === undefined ? this.#headers : { ...this.#headers, "content-type": "application/json" };
    const sent = request({ agent: this.#agent, method, path, host: "127.0.0.1", port, headers });
    sent.end(body && JSON.stringify(body));
    const [response] = await once(sent, "response");
    return { status: response.statusCode, body: await text(response) };
  }

  close(): void {
    this.#agent.destroy();
  }
}
