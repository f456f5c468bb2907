import type { Json, ValidationIssue } from "@pragma/contract";
import type { Schema } from "@pragma/language";
import { LRUCache } from "lru-cache";
import { DomainError } from "../common/errors.ts";
import { checkSchemaForm } from "./check-schema.ts";
import { compileCheck } from "./compile-check.ts";
import { SchemaEngine } from "./engine.ts";
import type { Task } from "./protocol.ts";
import { DEADLINE, unusable, type ValidationRequest } from "./request.ts";
import { type Job, ValidatorLane } from "./validator-lane.ts";

export type SchemaValidatorOptions = {
  /** How long one validation may take, compiling included. Default 1000. */
  deadlineMs?: number;
  /** How many validations of one organization may wait for one thread, those that run included. Without limit by default. */
  maxWaiting?: number;
};

/** How many schemas are known to be quick. */
const MAX_QUICK = 10_000;
/** The part of the deadline within which a validation is quick. */
const QUICK_PART = 0.1;

/**
 * Validates values by JSON Schema 2020-12, off the caller's thread for schemas from outside: they can be written to
 * take forever (`^(a+)+$`). A validation that passes the deadline is an issue, and the thread it ran on is replaced.
 *
 * There are two threads. On the main one runs what has shown that it is quick; what is not known yet, or was slow the
 * last time, runs on the side, and holds up only others like it. On both, organizations take turns. One instance per
 * process is enough.
 */
export class SchemaValidator {
  readonly #deadlineMs: number;
  readonly #maxWaiting: number;
  readonly #trusted = new SchemaEngine();
  readonly #quick = new LRUCache<string, true>({ max: MAX_QUICK });
  readonly #main: ValidatorLane;
  readonly #side: ValidatorLane;

  constructor({ deadlineMs = 1000, maxWaiting = Number.POSITIVE_INFINITY }: SchemaValidatorOptions = {}) {
    this.#deadlineMs = deadlineMs;
    this.#maxWaiting = maxWaiting;
    const options = { deadlineMs, onOverrun: (job: Job) => this.#overrun(job) };
    this.#main = new ValidatorLane(options);
    this.#side = new ValidatorLane(options);
  }

  /**
   * The issues of a value by a schema from outside; none if it is valid.
   *
   * @throws DomainError busy if too many of the organization's wait already
   * @throws ValidatorThreadError if no thread can be had
   */
  async validate(request: ValidationRequest): Promise<ValidationIssue[]> {
    const { owner, schema, schemaId, value, ignore = [], refuseUnknownKeys = false, prefix = [] } = request;
    const lane = this.#quick.get(schemaId) ? this.#main : this.#side;
    this.#refuseBeyondLimit(lane, owner);
    const text = JSON.stringify(value);
    const task: Task = {
      kind: "validate",
      schemaId,
      schema: undefined,
      value: text,
      ignore,
      refuseUnknownKeys,
      prefix,
    };
    return this.#submit(lane, { task, schema, schemaId, owner });
  }

  /** `validate` at once, on this thread, for schemas that are part of the product. @throws SchemaError */
  validateTrusted(request: Omit<ValidationRequest, "owner">): ValidationIssue[] {
    const issues = this.#trusted.validate(request);
    this.#trusted.evict();
    return issues;
  }

  /**
   * Why a schema from outside cannot be used; no issues if it can. It may have 64 KiB, must speak 2020-12, keep its
   * references to itself, and compile within the deadline. Each `loc` is a path into the schema.
   * @param owner the organization that it is for, in whose turn it runs
   * @throws DomainError busy if too many of the organization's wait already
   */
  async checkSchema(schema: Json, owner: string): Promise<ValidationIssue[]> {
    const issues = checkSchemaForm(schema);
    if (issues.length > 0) return issues;
    this.#refuseBeyondLimit(this.#side, owner);
    const task: Task = { kind: "check", schema: JSON.stringify(schema) };
    return this.#submit(this.#side, { task, schema: schema as Schema, schemaId: undefined, owner });
  }

  /**
   * `checkSchema` at once, on this thread and without a deadline, for schemas that are part of the product: they compile
   * in milliseconds, and on a busy machine milliseconds may take minutes.
   */
  checkTrustedSchema(schema: Json): ValidationIssue[] {
    const issues = checkSchemaForm(schema);
    return issues.length > 0 ? issues : compileCheck(schema as Schema);
  }

  /** Ends the threads. What still waits is rejected. */
  async close(): Promise<void> {
    await Promise.all([this.#main.close(), this.#side.close()]);
  }

  #refuseBeyondLimit(lane: ValidatorLane, owner: string): void {
    if (lane.waiting(owner) < this.#maxWaiting) return;
    throw new DomainError("busy", "Too many values of the organization wait to be validated; try again in a moment");
  }

  #submit(lane: ValidatorLane, job: Omit<Job, "resolve" | "reject">): Promise<ValidationIssue[]> {
    return new Promise((resolve, reject) => {
      lane.submit({
        ...job,
        resolve: (issues, took) => {
          if (job.schemaId !== undefined) this.#note(job.schemaId, took);
          resolve(issues);
        },
        reject,
      });
    });
  }

  #note(schemaId: string, took: number): void {
    if (took <= this.#deadlineMs * QUICK_PART) this.#quick.set(schemaId, true);
    else this.#quick.delete(schemaId);
  }

  #overrun(job: Job): void {
    const { task } = job;
    const issue =
      task.kind === "check"
        ? unusable(`it takes longer than ${this.#deadlineMs / 1000} s to compile`)
        : this.#tooSlow(task.prefix);
    job.resolve([issue], this.#deadlineMs);
  }

  #tooSlow(prefix: ValidationIssue["loc"]): ValidationIssue {
    const limit = `${this.#deadlineMs / 1000} s`;
    const msg = `This value could not be validated within ${limit}: the type's JSON Schema is too expensive for it`;
    return { loc: [...prefix], msg, type: DEADLINE };
  }
}
