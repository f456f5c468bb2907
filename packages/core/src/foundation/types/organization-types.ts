import type { KnownType } from "./resource-type.ts";

/** The types that an organization can use, in one version: built-in, shipped, and its own. */
export class OrganizationTypes {
  /** The version that a row read at the same moment reports. */
  readonly version: string;
  readonly #byName: ReadonlyMap<string, KnownType>;

  /** @param types no name twice */
  constructor(version: string, types: readonly KnownType[]) {
    this.version = version;
    this.#byName = new Map(types.map((type) => [`${type.provider}/${type.resource}`, type]));
  }

  /** One type, or undefined if the organization has none of that name. */
  find(provider: string, resource: string): KnownType | undefined {
    return this.#byName.get(`${provider}/${resource}`);
  }

  /** Built-in types first, then by provider and name. */
  all(): KnownType[] {
    return [...this.#byName.values()];
  }

  /** `provider/resource` of each. */
  names(): string[] {
    return [...this.#byName.keys()];
  }
}
