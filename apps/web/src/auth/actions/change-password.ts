"use server";

import { changePasswordInputSchema } from "@pragma/contract";
import { writeLoginSecret } from "~/auth/cookie.ts";
import { type FormState, fieldErrors, refusedForm, textsOf } from "~/auth/form-state.ts";
import { requireLoginOf } from "~/auth/login.ts";
import { services } from "~/server/services.ts";

export interface PasswordState extends FormState {
  /** The password was changed. */
  done: boolean;
}

/** Changes the password, which signs out all other browsers, and gives this login a new secret. */
export async function changePasswordAction(
  userId: string,
  _previous: PasswordState,
  form: FormData,
): Promise<PasswordState> {
  const { again, ...values } = textsOf(form);
  const parsed = changePasswordInputSchema.safeParse(values);
  if (!parsed.success) return { ...refused(fieldErrors(parsed.error)), done: false };
  if (again !== parsed.data.next) return { ...refused({ again: "It does not match the new password." }), done: false };
  const { core, useCases } = services();
  try {
    const login = await requireLoginOf(userId, "/account");
    await useCases.changePassword(core, login, parsed.data);
    const { secret } = await useCases.rotateLogin(core, login);
    await writeLoginSecret(secret);
  } catch (error) {
    if (error instanceof useCases.DomainError) return { ...refusedForm(error, {}), done: false };
    throw error;
  }
  return { ...refused({}), done: true };
}

function refused(fields: FormState["fields"]): FormState {
  return { error: null, fields, values: {} };
}
