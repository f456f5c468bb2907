import type {
  PlatformMessage,
  ProviderSubResource,
  ProviderSubResourceState,
} from "@pragma/contract/provider-protocol";
import type { SubResource } from "@pragma/sdk/provider";
import type { HostChannel } from "./channel.ts";

type Response = Extract<PlatformMessage, { type: "response" }>;

interface Waiting {
  resolve(state: ProviderSubResourceState): void;
  reject(error: Error): void;
}

/** Requests of handlers to the platform that are still unanswered. */
export class PlatformRequests {
  readonly #channel: HostChannel;
  readonly #waiting = new Map<number, Waiting>();
  #lastId = 0;

  constructor(channel: HostChannel) {
    this.#channel = channel;
  }

  apply(call: number, resource: SubResource): Promise<ProviderSubResourceState> {
    const params = resource as ProviderSubResource;
    return this.#ask((id) => this.#channel.send({ type: "request", id, call, method: "apply", params }));
  }

  waitReady(call: number, resourceId: string, timeout: number): Promise<ProviderSubResourceState> {
    const params = { id: resourceId, timeout };
    return this.#ask((id) => this.#channel.send({ type: "request", id, call, method: "wait_ready", params }));
  }

  receive(response: Response): void {
    const waiting = this.#waiting.get(response.id);
    this.#waiting.delete(response.id);
    if (response.ok) waiting?.resolve(response.value as ProviderSubResourceState);
    else waiting?.reject(new Error(response.message));
  }

  #ask(send: (id: number) => void): Promise<ProviderSubResourceState> {
    this.#lastId += 1;
    const id = this.#lastId;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      send(id);
    });
  }
}
