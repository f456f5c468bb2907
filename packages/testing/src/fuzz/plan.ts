import fc from "fast-check";
import { bodyOf } from "./bodies.ts";
import { headersOf } from "./headers.ts";
import type { Api, FuzzOperation } from "./operation.ts";
import { paramsOf, queryOf } from "./path-and-query.ts";
import { ACTORS, type Actor, PATIENT_MS, type PlannedRequest, TRANSPORT_FAULTS } from "./planned-request.ts";
import { SchemaValues } from "./schema-values.ts";

/** Percentage of hostile values in a request: for valid, nearly valid and hostile requests. */
const NOISES = [0, 4, 32];

const METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "PROPFIND"];

const CONTENT_TYPES = [
  "application/json; charset=utf-8",
  "application/json;charset=latin1",
  "application/json, text/plain",
  "application/merge-patch+json",
  "APPLICATION/JSON",
  "text/plain",
  "application/x-www-form-urlencoded",
  "multipart/form-data",
  "multipart/form-data; boundary=",
  "/",
];

/** Objects to read, delete and follow must be created, and must not all disappear at once. The default is 4. */
const WEIGHTS: Readonly<Record<string, number>> = {
  applyResource: 36,
  listDeadLetters: 8,
  retryDeadLetter: 6,
  retryAllDeadLetters: 1,
  deleteDeadLetter: 2,
  deleteAllDeadLetters: 1,
  deleteProvider: 1,
};

/** Requests to an API, each determined only by a seed and its number. */
export class Plan {
  readonly #request: fc.Arbitrary<PlannedRequest>;
  readonly #seed: number;

  constructor(api: Api, seed: number) {
    this.#request = requestOf(api);
    this.#seed = seed;
  }

  /** The request with a number. */
  request(number: number): PlannedRequest {
    const generated: PlannedRequest[] = [];
    const property = fc.property(this.#request, (request) => void generated.push(request));
    fc.check(property, this.#parametersOf(number));
    return generated[0] as PlannedRequest;
  }

  /**
   * The smallest variant of a request that still fails.
   * @param isWrong sends a variant and returns whether it fails in the same way
   * @param tries maximum number of variants to send
   * @returns the request itself if no smaller one fails, or null if not even the request did when sent again
   */
  async shrink(
    number: number,
    isWrong: (variant: PlannedRequest) => Promise<boolean>,
    tries = 200,
  ): Promise<PlannedRequest | null> {
    let left = tries;
    const property = fc.asyncProperty(this.#request, async (variant) => left-- <= 0 || !(await isWrong(variant)));
    const details = await fc.check(property, this.#parametersOf(number));
    const [smallest] = (details.counterexample ?? []) as PlannedRequest[];
    return smallest ?? null;
  }

  #parametersOf(number: number) {
    return { seed: this.#seedOf(number), numRuns: 1 };
  }

  /** Adjacent numbers give unrelated seeds. */
  #seedOf(number: number): number {
    let hash = (this.#seed ^ Math.imul(number + 1, 0x9e3779b1)) >>> 0;
    hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
    hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
    return (hash ^ (hash >>> 16)) | 0;
  }
}

function requestOf(api: Api): fc.Arbitrary<PlannedRequest> {
  const weighted = api.operations.flatMap((operation) =>
    NOISES.map((noise) => ({
      weight: WEIGHTS[operation.id] ?? 4,
      arbitrary: ofOperation(operation, new SchemaValues(api.schemas, noise), noise),
    })),
  );
  return fc.oneof(...weighted);
}

function ofOperation(operation: FuzzOperation, values: SchemaValues, noise: number): fc.Arbitrary<PlannedRequest> {
  const seldom = <Value>(value: fc.Arbitrary<Value>) =>
    fc.oneof({ weight: 200 - noise, arbitrary: fc.constant(null) }, { weight: noise / 4, arbitrary: value });
  return fc
    .record({
      actor: actorOf(operation),
      which: fc.double({ min: 0, max: 0.999, noNaN: true }),
      other: seldom(fc.constantFrom(...METHODS)),
      params: paramsOf(operation, noise),
      hasSlash: fc.boolean(),
      query: queryOf(operation, noise),
      headers: headersOf(operation, noise),
      contentType: seldom(fc.constantFrom(...CONTENT_TYPES)),
      body: bodyOf(operation, values, noise),
      fault: seldom(fc.constantFrom(...TRANSPORT_FAULTS)),
      readMs: fc.oneof(
        { weight: 12, arbitrary: fc.constantFrom(0, 5, 60) },
        { weight: 1, arbitrary: fc.constant(PATIENT_MS) },
      ),
    })
    .map(({ other, ...request }) => ({
      ...request,
      operation: operation.id,
      path: operation.path,
      method: other ?? operation.method,
    }));
}

/** No request ends the tokens that all others use. */
function actorOf({ id }: FuzzOperation): fc.Arbitrary<Actor> {
  if (id === "revokeOwnToken") return fc.constantFrom<Actor>("spare", "spare", "nobody", "garbage");
  return fc.oneof(
    { weight: 12, arbitrary: fc.constant<Actor>("owner") },
    { weight: 3, arbitrary: fc.constant<Actor>("stranger") },
    { weight: 4, arbitrary: fc.constantFrom<Actor>(...ACTORS) },
  );
}
