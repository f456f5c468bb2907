import type { z } from "zod";
import type { ObjectSchema } from "./resource.ts";

/**
 * What was found of a value that is declared as `T`. A member of an object that is left out could not be found out and is not
 * compared; null says that it is absent. Arrays are compared whole.
 */
export type Found<T> = unknown extends T
  ? unknown
  : T extends readonly unknown[]
    ? T
    : T extends object
      ? { [Key in keyof T]?: Found<T[Key]> | null | undefined }
      : T;

/** What `read` returns of a thing that is there. */
export interface ReadResult<Config extends ObjectSchema = ObjectSchema, Outputs extends ObjectSchema = ObjectSchema> {
  readonly outputs: z.input<Outputs>;
  /** In terms of the config that was declared; nothing of it is compared if left out. */
  readonly config?: Found<z.input<Config>> | undefined;
}
