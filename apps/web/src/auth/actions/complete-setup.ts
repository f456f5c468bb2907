"use server";

import { setupInputSchema } from "@pragma/contract";
import { redirect } from "next/navigation";
import { enter } from "~/auth/enter.ts";
import { type FormState, fieldErrors, refusedForm, textsOf, withoutPasswords } from "~/auth/form-state.ts";
import { requestClient } from "~/auth/request-client.ts";
import { HOME } from "~/lib/organization-path.ts";
import { services } from "~/server/services.ts";

/** Makes the first account and signs it in. */
export async function completeSetupAction(_previous: FormState, form: FormData): Promise<FormState> {
  const values = textsOf(form);
  const kept = withoutPasswords(values);
  const parsed = setupInputSchema.safeParse(values);
  if (!parsed.success) return { error: null, fields: fieldErrors(parsed.error), values: kept };
  const { core, env, useCases } = services();
  const client = await requestClient();
  try {
    const { userId } = await useCases.completeSetup(core, parsed.data, env.setupCode, client);
    await enter(userId);
  } catch (error) {
    if (error instanceof useCases.DomainError) return refusedForm(error, kept);
    throw error;
  }
  redirect(HOME);
}
