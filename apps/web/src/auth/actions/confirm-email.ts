"use server";

import { redirect } from "next/navigation";
import { type FormState, refusedForm, textsOf } from "~/auth/form-state.ts";
import { requireLoginOf } from "~/auth/login.ts";
import { services } from "~/server/services.ts";

/** Confirms the address that the link was sent to for the signed-in account. */
export async function confirmEmailAction(userId: string, _previous: FormState, form: FormData): Promise<FormState> {
  const { token = "" } = textsOf(form);
  const { core, useCases } = services();
  try {
    const login = await requireLoginOf(userId, `/account/email/${token}`);
    await useCases.confirmEmail(core, login, token);
  } catch (error) {
    if (error instanceof useCases.DomainError) return refusedForm(error, {});
    throw error;
  }
  redirect("/account");
}
