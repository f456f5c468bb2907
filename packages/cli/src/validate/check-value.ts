import { Ajv2020, type ErrorObject, type ValidateFunction } from "ajv/dist/2020.js";
import { closeSchema, type Schema } from "./close-schema.ts";

type Path = readonly (string | number)[];

/** Something that a value breaks of its schema. */
export interface Issue {
  path: Path;
  message: string;
}

/** Stands where a reference stood; no two are equal, as the values may not be. */
class Mark {
  readonly id: number;
  constructor(id: number) {
    this.id = id;
  }
}

const OPTIONS: ConstructorParameters<typeof Ajv2020>[0] = {
  strict: false,
  allErrors: true,
  logger: false,
  ownProperties: true,
  validateSchema: false,
  // Formats are annotations in 2020-12. This one the API checks.
  formats: { uri: (text: string) => URL.canParse(text) },
  code: { regExp: Object.assign((pattern: string) => toRegExp(pattern), { code: "new RegExp" }) },
};

/** Compiles a schema once for all its values. @throws what ajv throws for a schema that is none */
export function compile(schema: Schema): ValidateFunction {
  return new Ajv2020(OPTIONS).compile(closeSchema(schema));
}

/**
 * What a config breaks of its type's schema. References, at `references`, stand for any value: what depends on one is let
 * through, since the API looks again when it is resolved. Messages say what the schema says, never what the value is.
 */
export function checkValue(validate: ValidateFunction, value: unknown, references: readonly Path[]): Issue[] {
  if (references.some((path) => path.length === 0)) return [];
  const marked = structuredClone(value);
  for (const [id, path] of references.entries()) replace(marked, path, new Mark(id));
  if (validate(marked)) return [];
  const errors = (validate.errors ?? []).map((error) => ({ error, at: error.instancePath }));
  const pointers = references.map(pointerOf);
  const holdsMark = (at: string) => pointers.some((pointer) => isWithin(pointer, at));
  const undecided = errors.filter(({ error, at }) => DEPENDS_ON_PARTS.has(error.keyword) && holdsMark(at));
  const left = errors.filter(({ at }) => {
    return !pointers.some((pointer) => isWithin(at, pointer)) && !undecided.some((union) => isWithin(at, union.at));
  });
  return distinct(left.map(({ error }) => toIssue(error, value)));
}

/** Keywords whose outcome for a container hangs on values in it that are not known yet. */
const DEPENDS_ON_PARTS = new Set(["anyOf", "oneOf", "not", "if", "const", "enum", "contains", "uniqueItems"]);

function isWithin(pointer: string, container: string): boolean {
  return pointer === container || pointer.startsWith(`${container}/`);
}

function pointerOf(path: Path): string {
  return path.map((step) => `/${String(step).replaceAll("~", "~0").replaceAll("/", "~1")}`).join("");
}

function replace(root: unknown, path: Path, mark: Mark): void {
  let holder = root as Record<string | number, unknown>;
  for (const step of path.slice(0, -1)) holder = holder[step] as typeof holder;
  holder[path.at(-1) as string | number] = mark;
}

function toIssue({ instancePath, keyword, params }: ErrorObject, root: unknown): Issue {
  const steps = instancePath
    .split("/")
    .slice(1)
    .map((step) => step.replaceAll("~1", "/").replaceAll("~0", "~"));
  const extra = params["missingProperty"] ?? params["additionalProperty"] ?? params["unevaluatedProperty"];
  const path: (string | number)[] = [];
  let value = root;
  for (const step of extra === undefined ? steps : [...steps, String(extra)]) {
    path.push(Array.isArray(value) ? Number(step) : step);
    value = typeof value === "object" && value !== null ? (value as Record<string, unknown>)[step] : undefined;
  }
  return { path, message: messageOf(keyword, params) };
}

function messageOf(keyword: string, params: Record<string, unknown>): string {
  const { limit, type, allowedValues, allowedValue, pattern, format, multipleOf } = params;
  const said: Record<string, string> = {
    required: "is required",
    dependentRequired: `is required when ${String(params["property"])} is given`,
    additionalProperties: "is not a known field",
    unevaluatedProperties: "is not a known field",
    type: `must be ${[type].flat().join(" or ")}`,
    enum: `must be one of ${JSON.stringify(allowedValues)}`,
    const: `must be ${JSON.stringify(allowedValue)}`,
    pattern: `must match the pattern ${String(pattern)}`,
    format: `must be of the form ${String(format)}`,
    minimum: `must be at least ${limit}`,
    maximum: `must be at most ${limit}`,
    exclusiveMinimum: `must be more than ${limit}`,
    exclusiveMaximum: `must be less than ${limit}`,
    multipleOf: `must be a multiple of ${multipleOf}`,
    minLength: `must be at least ${limit} characters long`,
    maxLength: `must be at most ${limit} characters long`,
    minItems: `must have at least ${limit} elements`,
    maxItems: `must have at most ${limit} elements`,
    minProperties: `must have at least ${limit} keys`,
    maxProperties: `must have at most ${limit} keys`,
    uniqueItems: "must not hold equal elements",
    anyOf: "matches none of the allowed forms",
    oneOf: "must match exactly one of the allowed forms",
    "false schema": "is not allowed",
  };
  return said[keyword] ?? `breaks the rule ${keyword}`;
}

function distinct(issues: readonly Issue[]): Issue[] {
  return [...new Map(issues.map((issue) => [JSON.stringify(issue), issue])).values()];
}

function toRegExp(pattern: string): RegExp {
  try {
    return new RegExp(pattern, "u");
  } catch {
    return new RegExp(pattern);
  }
}
