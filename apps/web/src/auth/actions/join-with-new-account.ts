"use server";

import { newAccountSchema } from "@pragma/contract";
import { redirect } from "next/navigation";
import { enter } from "~/auth/enter.ts";
import { type FormState, fieldErrors, refusedForm, textsOf, withoutPasswords } from "~/auth/form-state.ts";
import { requestClient } from "~/auth/request-client.ts";
import { organizationPath } from "~/lib/organization-path.ts";
import { services } from "~/server/services.ts";

/** Accepts an invitation with a new account, and signs it in. */
export async function joinWithNewAccountAction(_previous: FormState, form: FormData): Promise<FormState> {
  const { token = "", ...values } = textsOf(form);
  const kept = withoutPasswords(values);
  const parsed = newAccountSchema.safeParse(values);
  if (!parsed.success) return { error: null, fields: fieldErrors(parsed.error), values: kept };
  const { core, useCases } = services();
  let organizationId: string;
  try {
    const invitee = { newAccount: parsed.data };
    const joined = await useCases.acceptInvitation(core, token, invitee, await requestClient());
    await enter(joined.userId);
    organizationId = joined.organizationId;
  } catch (error) {
    if (error instanceof useCases.DomainError) return refusedForm(error, kept);
    throw error;
  }
  redirect(organizationPath(organizationId));
}
