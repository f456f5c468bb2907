"use server";

import { redirect } from "next/navigation";
import { type FormState, refusedForm, textsOf } from "~/auth/form-state.ts";
import { requireLogin } from "~/auth/login.ts";
import { services } from "~/server/services.ts";

/** Confirms the address that the link was sent to for the signed-in account. */
export async function confirmEmailAction(_previous: FormState, form: FormData): Promise<FormState> {
  const { token = "" } = textsOf(form);
  const login = await requireLogin(`/account/email/${token}`);
  const { core, useCases } = services();
  try {
    await useCases.confirmEmail(core, login, token);
  } catch (error) {
    if (error instanceof useCases.DomainError) return refusedForm(error, {});
    throw error;
  }
  redirect("/account");
}
