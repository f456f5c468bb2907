import { get, segment } from "./internal/call.ts";
import type { Transport } from "./internal/transport.ts";
import { List, type ListOptions } from "./list.ts";
import type { RequestOptions } from "./options.ts";
import type { Change, ChangePreview, ResourceSet, ResourceSetDetails } from "./types/models.ts";

/** Inventories of resources, written by changes. */
export class Sets {
  readonly #transport: Transport;

  /** @internal */
  constructor(transport: Transport) {
    this.#transport = transport;
  }

  /** All sets, by name. */
  list(options: ListOptions = {}): List<ResourceSet> {
    return new List(this.#transport, get("list sets", "/sets/", options), options);
  }

  /** A set with the ids of its resources. @throws NotFoundError */
  get(name: string, options: RequestOptions = {}): Promise<ResourceSetDetails> {
    return this.#transport.value(get(`get set ${name}`, `/sets/${segment(name)}`, options));
  }

  /** Previews the deletion of a set. Nothing is written. @throws NotFoundError */
  previewDelete(name: string, options: RequestOptions = {}): Promise<ChangePreview> {
    const path = `/sets/${segment(name)}`;
    const query = { preview: true };
    return this.#transport.value({
      action: `preview the deletion of set ${name}`,
      method: "DELETE",
      path,
      query,
      options,
    });
  }

  /**
   * Deletes all resources of a set, dependents first, as one change, which `changes.wait` awaits.
   *
   * @throws NotFoundError
   * @throws ConflictError if others depend on one of them, or one is protected; nothing was written then
   */
  delete(name: string, options: RequestOptions = {}): Promise<Change> {
    const path = `/sets/${segment(name)}`;
    return this.#transport.value({ action: `delete set ${name}`, method: "DELETE", path, safe: false, options });
  }
}
