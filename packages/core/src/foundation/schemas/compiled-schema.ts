import type { Json, JsonObject, Path, ValidationIssue } from "@pragma/contract";
import { getPath, PathTree, type Schema } from "@pragma/language";
import { Ajv2020, type ValidateFunction } from "ajv/dist/2020.js";
import { explain } from "./explain.ts";
import { type Failure, toFailures } from "./failure.ts";
import { indexLists } from "./list-index.ts";
import { HOLDS, prepareSchema, REFERENCE, type Variant, WRAPPER } from "./prepare-schema.ts";

/** A placeholder for a reference; no two are equal, as their values may differ. */
class ReferenceMark {
  readonly id: number;
  constructor(id: number) {
    this.id = id;
  }
}

const ROOT = "root";

/** A schema compiled for one variant. Everything that ajv keeps is freed with it. */
export class CompiledSchema {
  readonly #ajv: Ajv2020;
  readonly #prepared: JsonObject;
  readonly #validate: ValidateFunction;
  #pointers: Map<unknown, string> | undefined;
  #holders = new Set<unknown>();

  /** @throws SchemaError, or what ajv throws for a schema that the meta-schema would have refused */
  constructor(schema: Schema, variant: Variant) {
    this.#ajv = new Ajv2020(OPTIONS);
    const flag = { schemaType: "boolean", errors: false } as const;
    const isMark = (_: unknown, data: unknown) => data instanceof ReferenceMark;
    this.#ajv.addKeyword({ ...flag, keyword: REFERENCE, validate: isMark });
    this.#ajv.addKeyword({ ...flag, keyword: HOLDS, validate: (_: unknown, data: unknown) => this.#holders.has(data) });
    this.#ajv.addKeyword(WRAPPER);
    this.#prepared = prepareSchema(schema, variant);
    this.#ajv.addSchema(this.#prepared, ROOT);
    this.#validate = this.#compiled(ROOT);
  }

  validate(value: Json, ignore: readonly Path[], prefix: Path): ValidationIssue[] {
    this.#holders = new Set();
    const marked = ignore.length === 0 ? value : this.#mark(value, ignore);
    if (this.#validate(marked)) return [];
    const failures = toFailures(this.#validate.errors, marked, []);
    return explain(failures, this.#prepared.$defs as JsonObject, prefix, (failure) => this.#recheck(failure, marked));
  }

  /** Runs each branch of a union separately, to learn which failure belongs to which branch. */
  #recheck(failure: Failure, root: Json): Failure[][] {
    this.#pointers ??= indexLists(this.#prepared);
    const pointer = this.#pointers.get(failure.keyword === "contains" ? failure.parent : failure.schema);
    const value = getPath(root, failure.path);
    if (pointer === undefined || value === undefined) return [];
    if (failure.keyword === "contains") {
      if (!Array.isArray(value)) return [];
      return value.map((item, index) => this.#check(`${pointer}/contains`, item, [...failure.path, index]));
    }
    const branches = Array.isArray(failure.schema) ? failure.schema : [];
    return branches.map((branch, index) => {
      if (typeof branch === "boolean") return [];
      return this.#check(`${pointer}/${index}`, value, failure.path);
    });
  }

  #check(pointer: string, value: Json, path: Path): Failure[] {
    const validate = this.#compiled(`${ROOT}#${pointer}`);
    return validate(value) ? [] : toFailures(validate.errors, value, path);
  }

  #compiled(key: string): ValidateFunction {
    const validate = this.#ajv.getSchema(key);
    if (validate === undefined) throw new Error(`No schema at ${key}`);
    return validate as ValidateFunction;
  }

  #mark(value: Json, ignore: readonly Path[]): Json {
    const marked = new PathTree(ignore).replace(value, (_, id) => new ReferenceMark(id) as unknown as Json);
    for (const path of ignore) {
      let holder: Json | undefined = marked;
      for (const step of path) {
        this.#holders.add(holder);
        holder = holder === undefined ? undefined : getPath(holder, [step]);
      }
    }
    return marked;
  }
}

const OPTIONS: ConstructorParameters<typeof Ajv2020>[0] = {
  strict: false,
  allErrors: true,
  verbose: true,
  messages: false,
  logger: false,
  // The schema as its author wrote it was already checked against the meta-schema.
  validateSchema: false,
  meta: false,
  inlineRefs: false,
  // Otherwise `toString` would count as a present property.
  ownProperties: true,
  formats: {
    // Formats are annotations in 2020-12, and zod writes a pattern beside each of its formats, except this one.
    uri: (text: string) => URL.canParse(text),
  },
  code: {
    // Patterns are Unicode according to the standard, but some that authors write are valid only without the flag.
    regExp: Object.assign((pattern: string) => toRegExp(pattern), { code: "new RegExp" }),
  },
};

function toRegExp(pattern: string): RegExp {
  try {
    return new RegExp(pattern, "u");
  } catch {
    return new RegExp(pattern);
  }
}
