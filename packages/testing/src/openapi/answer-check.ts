import { Ajv2020 } from "ajv/dist/2020.js";
import formats from "ajv-formats";

type Response = { headers?: Record<string, unknown>; content?: Record<string, unknown> };

type Operation = { responses: Record<string, Response | { $ref: string }> };

export type OpenapiDocument = {
  paths: Record<string, Record<string, Operation>>;
  components?: { responses?: Record<string, Response> };
};

const RESPONSES = "#/components/responses/";

export type ReceivedAnswer = { status: number; headers: Headers; text: string };

/** The last page has no Link. */
const OPTIONAL = new Set(["Link"]);

/** Checks answers against an OpenAPI document: path, method, status, content type, headers and body. */
export class AnswerCheck {
  readonly #document: OpenapiDocument;
  readonly #ajv = new Ajv2020({ strict: false, allErrors: true });
  readonly #paths: { path: string; pattern: RegExp }[];

  constructor(document: unknown) {
    this.#document = closed(document) as OpenapiDocument;
    formats.default(this.#ajv);
    this.#ajv.addSchema(this.#document, "openapi");
    // Literal segments first, as the router prefers them.
    this.#paths = Object.keys(this.#document.paths)
      .map((path) => ({ path, pattern: new RegExp(`^${path.replace(/\/$/, "").replace(/\{\w+\}/g, "[^/]+")}/?$`) }))
      .sort((a, b) => a.path.split("{").length - b.path.split("{").length);
  }

  /**
   * Differences between an answer to this method and path and the document. Objects may have no members that the
   * document does not name.
   * @returns one line per difference; none if it describes exactly this answer
   */
  problemsOf(method: string, path: string, answer: ReceivedAnswer): string[] {
    if (method === "HEAD" && answer.text !== "") return ["an answer to HEAD has a body"];
    const template = this.templateOf(method, path);
    if (template === undefined && method === "HEAD") return answer.status < 400 ? ["the path is not described"] : [];
    return template === undefined
      ? this.#unknownRoute(answer)
      : this.#described(method.toLowerCase(), template, answer);
  }

  /** The path template of the document that matches this path, or undefined. */
  templateOf(method: string, path: string): string | undefined {
    return this.#paths.find(
      ({ path: template, pattern }) =>
        pattern.test(path) && this.#document.paths[template]?.[method.toLowerCase()] !== undefined,
    )?.path;
  }

  #described(method: string, template: string, answer: ReceivedAnswer): string[] {
    const described = this.#document.paths[template]?.[method]?.responses[answer.status];
    if (described === undefined) return [`status ${answer.status} is not described`];
    const shared = "$ref" in described ? described.$ref.slice(RESPONSES.length) : undefined;
    const response = shared === undefined ? (described as Response) : this.#document.components?.responses?.[shared];
    if (response === undefined) return [`there is no response ${shared}`];
    const missing = Object.keys(response.headers ?? {}).filter(
      (name) => !OPTIONAL.has(name) && !answer.headers.has(name),
    );
    const problems = missing.map((name) => `header ${name} is missing`);
    const type = answer.headers.get("content-type");
    if (response.content === undefined)
      return answer.text === "" ? problems : [...problems, "the body should be empty"];
    if (type === null) return [...problems, "there is no content type"];
    if (response.content["*/*"] !== undefined) return problems;
    // JSON has no parameters, which is checked to the letter; text states its charset.
    const media = type.startsWith("text/") ? (type.split(";")[0] as string) : type;
    if (response.content[media] === undefined) return [...problems, `content type ${type} is not described`];
    // The headers of an answer to HEAD describe a body that is not sent (RFC 9110, 9.3.2).
    if (!media.endsWith("json") || method === "head") return problems;
    const place =
      shared === undefined
        ? ["paths", template, method, "responses", String(answer.status)]
        : ["components", "responses", shared];
    return [...problems, ...this.#validate([...place, "content", media, "schema"], answer.text)];
  }

  #unknownRoute(answer: ReceivedAnswer): string[] {
    if (answer.status < 400) return ["the path is not described"];
    const isProblem = answer.headers.get("content-type") === "application/problem+json";
    return this.#validate(["components", "schemas", isProblem ? "ProblemDetails" : "Error"], answer.text);
  }

  #validate(pointer: readonly string[], text: string): string[] {
    const fragment = pointer
      .map((part) => encodeURIComponent(part.replaceAll("~", "~0").replaceAll("/", "~1")))
      .join("/");
    const check = this.#ajv.getSchema(`openapi#/${fragment}`);
    if (check === undefined) return [`no schema at ${fragment}`];
    try {
      check(JSON.parse(text));
    } catch {
      return ["the body is not JSON"];
    }
    return (check.errors ?? []).map(
      (error) => `${error.instancePath} ${error.message} ${JSON.stringify(error.params)}`,
    );
  }
}

/** The same schemas, closed to unnamed members. Published ones are open, for clients of later versions. */
function closed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(closed);
  if (typeof value !== "object" || value === null) return value;
  const copy = Object.fromEntries(Object.entries(value).map(([key, member]) => [key, closed(member)]));
  const isObjectSchema = copy["type"] === "object" && "properties" in copy && !("additionalProperties" in copy);
  return isObjectSchema ? { ...copy, additionalProperties: false } : copy;
}
