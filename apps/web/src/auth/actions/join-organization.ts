"use server";

import { redirect } from "next/navigation";
import { writeLoginSecret } from "~/auth/cookie.ts";
import { type FormState, refusedForm, textsOf } from "~/auth/form-state.ts";
import { requireLogin } from "~/auth/login.ts";
import { requestClient } from "~/auth/request-client.ts";
import { services } from "~/server/services.ts";

/** Accepts an invitation with the account that is signed in, and looks at its organization from now on. */
export async function joinOrganizationAction(_previous: FormState, form: FormData): Promise<FormState> {
  const { token = "" } = textsOf(form);
  const login = await requireLogin(`/invitations/${token}`);
  const { core, useCases } = services();
  try {
    const { organizationId } = await useCases.acceptInvitation(core, token, { login }, await requestClient());
    const { secret } = await useCases.switchOrganization(core, login, organizationId);
    await writeLoginSecret(secret);
  } catch (error) {
    if (error instanceof useCases.DomainError) return refusedForm(error, {});
    throw error;
  }
  redirect("/");
}
