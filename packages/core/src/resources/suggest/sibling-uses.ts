import type { Json, Path } from "@pragma/contract";
import { isJsonObject, member, parseReferences, type ReferenceOptions, resourceKey } from "@pragma/language";

/** References of one type's resources in the same field: outputs, each counted once for each resource. */
export class SiblingUses {
  static readonly none = new SiblingUses([], [], { stringReferences: true });

  readonly #ofOutput = new Map<string, number>();
  readonly #ofTypesOutput = new Map<string, number>();
  readonly #keys = new Set<string>();

  /**
   * @param values of each of the resources, at the same place in its config
   * @param path of the field below that place; an index stands for any
   */
  constructor(values: readonly Json[], path: Path, options: ReferenceOptions) {
    for (const value of values) {
      const outputs = new Set<string>();
      const typesOutputs = new Set<string>();
      for (const { target, field } of valuesAt(value, path).flatMap((at) => parseReferences(at, options).references)) {
        if (field?.root !== "outputs") continue;
        const output = field.text.slice("outputs.".length);
        outputs.add(nameOf(resourceKey(target), output));
        typesOutputs.add(nameOf(`${target.provider}/${target.resource}`, output));
        this.#keys.add(resourceKey(target));
      }
      for (const name of outputs) this.#ofOutput.set(name, (this.#ofOutput.get(name) ?? 0) + 1);
      for (const name of typesOutputs) this.#ofTypesOutput.set(name, (this.#ofTypesOutput.get(name) ?? 0) + 1);
    }
  }

  /** The resources that they refer to. */
  get keys(): string[] {
    return [...this.#keys];
  }

  /** How many refer to an output of a resource. */
  ofOutput({ key, path }: { key: string; path: string }): number {
    return this.#ofOutput.get(nameOf(key, path)) ?? 0;
  }

  /** How many refer to that output of any resource of the type. */
  ofTypesOutput({ provider, resource, path }: { provider: string; resource: string; path: string }): number {
    return this.#ofTypesOutput.get(nameOf(`${provider}/${resource}`, path)) ?? 0;
  }
}

function nameOf(owner: string, path: string): string {
  return `${owner}.outputs.${path}`;
}

function valuesAt(value: Json, [step, ...rest]: Path): Json[] {
  if (step === undefined) return [value];
  if (typeof step === "number") return Array.isArray(value) ? value.flatMap((item) => valuesAt(item, rest)) : [];
  const inner = isJsonObject(value) ? member(value, step) : undefined;
  return inner === undefined ? [] : valuesAt(inner, rest);
}
