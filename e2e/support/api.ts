import { expect } from "@playwright/test";
import type { LifecycleState } from "@pragma/contract";
import { stackInfo } from "./stack-info.ts";

/** The body of an apply: as in the contract, and pending unless told otherwise. */
export interface NewResource {
  provider: string;
  resource: string;
  name: string;
  config: Record<string, unknown>;
  lifecycle_state?: "draft" | "pending";
  connection?: string | null;
  tags?: string[];
  deletion_protected?: boolean;
  handling?: { drift?: "report" | "correct" | "off" };
  owner_references?: { provider: string; resource: string; name: string }[];
}

/** The REST API as a program uses it. */
export class Api {
  readonly #headers: Record<string, string>;

  readonly #url: string;

  /** @param url of the API: the run's, unless told otherwise */
  constructor(token: string, url: string = stackInfo().apiUrl) {
    this.#url = url;
    this.#headers = { Authorization: `Bearer ${token}` };
  }

  get(path: string): Promise<Response> {
    return fetch(`${this.#url}${path}`, { headers: this.#headers });
  }

  post(path: string, body: unknown): Promise<Response> {
    return fetch(`${this.#url}${path}`, {
      method: "POST",
      headers: { ...this.#headers, "Content-Type": "application/json" },
      body: JSON.stringify(body),
    });
  }

  /** Sends one file in a field of a form. */
  upload(path: string, field: string, bytes: Buffer): Promise<Response> {
    const body = new FormData();
    body.set(field, new Blob([new Uint8Array(bytes)]), "upload");
    return fetch(`${this.#url}${path}`, { method: "POST", headers: this.#headers, body });
  }

  /** Applies a resource, which must be accepted. */
  async apply(resource: NewResource): Promise<void> {
    const answer = await this.post("/resources/apply", { lifecycle_state: "pending", ...resource });
    expect(answer.ok, await answer.text()).toBe(true);
  }

  /** @param key `provider/resource/name` */
  resource(key: string, query = ""): Promise<Response> {
    return this.get(`/resources/${encodeURIComponent(key)}${query}`);
  }

  /** Deletes a resource, which must be accepted. @param key `provider/resource/name` */
  async delete(key: string): Promise<void> {
    const url = `${this.#url}/resources/${encodeURIComponent(key)}`;
    const answer = await fetch(url, { method: "DELETE", headers: this.#headers });
    expect(answer.ok, await answer.text()).toBe(true);
  }

  /** Waits until a resource is in a state. @param key `provider/resource/name` */
  async waitFor(key: string, state: LifecycleState): Promise<void> {
    const look = async (): Promise<unknown> => (await (await this.resource(key)).json()).lifecycle_state;
    await expect.poll(look, { message: `${key} is to become ${state}` }).toBe(state);
  }
}
