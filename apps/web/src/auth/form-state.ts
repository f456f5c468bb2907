import type { z } from "zod";

/** The state of a form after its action. */
export interface FormState {
  /** The error of the whole form. */
  error: string | null;
  /** Errors by field name. */
  fields: Partial<Record<string, string>>;
  /** The entered values, without passwords. */
  values: Partial<Record<string, string>>;
}

export const UNTOUCHED: FormState = { error: null, fields: {}, values: {} };

/** The texts of a form by the name of their field. */
export function textsOf(form: FormData): Record<string, string> {
  const texts = [...form].filter((entry): entry is [string, string] => typeof entry[1] === "string");
  // React adds fields of its own to a form that has an action.
  return Object.fromEntries(texts.filter(([name]) => !name.startsWith("$ACTION")));
}

/** The first complaint about each field, as a sentence. */
export function fieldErrors(error: z.ZodError): Partial<Record<string, string>> {
  const errors: Partial<Record<string, string>> = {};
  for (const { path, message } of error.issues) {
    const name = String(path[0] ?? "");
    errors[name] ??= sentence(message);
  }
  return errors;
}

/** The contract's messages continue the name of a field: "must have at least 12 characters". */
function sentence(message: string): string {
  if (/^(must|is|has) /.test(message)) return `It ${message}.`;
  return message;
}

/** Values that may be put back into a form. */
export function withoutPasswords(values: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(values).filter(([name]) => !/password|current|next/i.test(name)));
}

/** A refusal by core: field errors if there are any, otherwise its message. */
export function refusedForm(
  error: { message: string; issues: readonly { loc: readonly (string | number)[]; msg: string }[] },
  values: Partial<Record<string, string>>,
): FormState {
  const fields: Partial<Record<string, string>> = {};
  for (const { loc, msg } of error.issues) {
    const name = loc.filter((step) => step !== "body")[0];
    if (name !== undefined) fields[String(name)] ??= sentence(msg);
  }
  return { error: Object.keys(fields).length > 0 ? null : error.message, fields, values };
}
