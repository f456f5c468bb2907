import type { JsonObject } from "@pragma/contract";
import { type ProviderCall, ProviderCallError, type ProviderCaller } from "@pragma/runtime";
import { violated } from "./violated.ts";

/** A real thing, whoever made it. */
export interface Thing {
  /** Tells it from any other that ever had its title. */
  serial: number;
  title: string;
  /** Cannot be changed. */
  kind: string;
  content: string;
  /** The id of the resource that made it; null if somebody did by hand. */
  madeBy: string | null;
  /** How many times a provider has changed it. */
  updates: number;
}

export const ARTEFACT = { providerId: "things", version: "1", entryPath: "/things", network: "none" } as const;

/**
 * The real things, and the provider that makes them: it refuses strangers as the shipped ones do. That the engine never has it touch a
 * thing that is none of a resource's is checked with each call.
 */
export class Things implements ProviderCaller {
  readonly #things = new Map<string, Thing>();
  #serial = 0;

  get(title: string): Thing | undefined {
    return this.#things.get(title);
  }

  all(): Thing[] {
    return [...this.#things.values()];
  }

  /** What a plan is told about the things that its documents take over, by their index. */
  answers(adopted: readonly unknown[]): Map<number, { found: JsonObject } | { absent: true }> {
    const answers = new Map<number, { found: JsonObject } | { absent: true }>();
    for (const [index, identity] of adopted.entries()) {
      if (typeof identity !== "string") continue;
      const thing = this.#things.get(identity);
      answers.set(index, thing ? { found: configOf(thing) } : { absent: true });
    }
    return answers;
  }

  make(title: string, kind: string, content: string, madeBy: string | null = null): Thing {
    const thing = { serial: ++this.#serial, title, kind, content, madeBy, updates: 0 };
    this.#things.set(title, thing);
    return thing;
  }

  remove(title: string): void {
    this.#things.delete(title);
  }

  // The answers of each method are typed by it, which TypeScript cannot follow.
  // biome-ignore lint/suspicious/noExplicitAny: as said above
  async call({ method, context, identity }: ProviderCall): Promise<any> {
    const { title, kind, content } = context.config as { title: string; kind: string; content: unknown };
    const thing = this.#things.get(title);
    const isOwn = context.outputs !== null || context.may_exist === true;
    switch (method) {
      case "identity":
        return title;
      case "import": {
        const found = this.#things.get(identity ?? "");
        return found ? { config: configOf(found), outputs: outputsOf(found) } : null;
      }
      case "read":
        if (!thing) return null;
        if (!isOwn) throw exists(title);
        return { config: configOf(thing), outputs: outputsOf(thing) };
      case "create":
        if (thing && !isOwn) throw exists(title);
        if (thing) violated(`${context.id} makes ${title}, which is there`);
        return outputsOf(this.make(title, kind, String(content), context.id));
      case "update":
        return this.#update(context, thing, { title, kind, content: String(content) });
      case "delete":
        if (!thing || !isOwn) return null;
        this.#refuseStranger(context, thing);
        this.#things.delete(title);
        return null;
      default:
        throw violated(`${method} is not asked for`);
    }
  }

  #update(
    context: ProviderCall["context"],
    thing: Thing | undefined,
    { title, kind, content }: { title: string; kind: string; content: string },
  ): JsonObject {
    if (!thing) throw new ProviderCallError("config", "things 1", `${title} is gone`);
    this.#refuseStranger(context, thing);
    if (thing.kind !== kind) throw new ProviderCallError("config", "things 1", "another kind", { replace: ["kind"] });
    Object.assign(thing, { content, updates: thing.updates + 1 });
    return outputsOf(thing);
  }

  #refuseStranger({ id, outputs }: ProviderCall["context"], { serial, title, madeBy }: Thing): void {
    if (madeBy !== id && (outputs as { serial?: number } | null)?.serial !== serial)
      violated(`${id} touches ${title}, which is none of its own`);
  }
}

function exists(title: string): ProviderCallError {
  return new ProviderCallError("config", "things 1", `The thing "${title}" exists already`, { exists: title });
}

const configOf = ({ title, kind, content }: Thing): JsonObject => ({ title, kind, content });
const outputsOf = ({ serial, content }: Thing): JsonObject => ({ serial, content });
