import { z } from "zod";
import { MAX_ID_LENGTH } from "../names.ts";

/** How OpenAPI describes a text of 1 to `max` characters. */
export function textOnWire(max: number) {
  return { type: "string", minLength: 1, maxLength: max } as const;
}

/** Text in a path or query, without control characters: no name contains any, and the database stores no NUL. */
export function textParam(max: number) {
  return (
    z
      .string()
      .min(1)
      .max(max)
      // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is refused
      .regex(/^[^\u0000-\u001f\u007f]*$/, "must not contain control characters")
      .meta({ wire: textOnWire(max) })
  );
}

/** A whole number in a query string. @param example for documentation */
export function integerParam(min: number, max: number, example = min) {
  return z
    .string()
    .regex(/^-?[0-9]{1,15}$/, "must be a whole number")
    .transform(Number)
    .pipe(z.int().min(min).max(max))
    .meta({ wire: { type: "integer", minimum: min, maximum: max, examples: [example] } });
}

/** `true` or `false` in a query string. */
export const booleanParam = z
  .enum(["true", "false"])
  .transform((text) => text === "true")
  .meta({ wire: { type: "boolean" } });

export const revealParam = booleanParam
  .optional()
  .describe("Show sensitive values. Needs the scope secrets:reveal, and is written to the audit log");

/** A parameter that may be repeated. @param wire each as it is sent */
export function repeatableParam<T extends z.ZodType>(item: T, wire: object) {
  return z
    .preprocess((value) => (value === undefined || Array.isArray(value) ? value : [value]), z.array(item).max(100))
    .meta({ wire: { type: "array", items: wire, maxItems: 100 } });
}

const MAX_PAGE = 1000;
/** Far longer than any cursor ever issued; bounds the work of checking a forged one. */
const MAX_CURSOR_LENGTH = 4096;

/** `limit` and `cursor`, as in every paged list. */
export const pageParams = {
  limit: integerParam(1, MAX_PAGE, 100)
    .optional()
    .describe(
      "Page size; without it the list is complete. A page ends early once it has 32 MiB: the list ends where Link has no next",
    ),
  cursor: textParam(MAX_CURSOR_LENGTH).optional().describe("From the Link header of the page before"),
};

export const resourceIdParam = z.object({
  id: textParam(MAX_ID_LENGTH).meta({
    description:
      "`provider/resource/name`, or the `id` that answers have: `resource:{provider}_{resource}_{name}`. Percent-encoded as " +
      "one segment: `pragma%2Fconfig%2Fhello`",
    examples: ["pragma/config/hello"],
  }),
});
