"use server";

import { redirect } from "next/navigation";
import { type FormState, refusedForm, textsOf } from "~/auth/form-state.ts";
import { requireLoginOf } from "~/auth/login.ts";
import { requestClient } from "~/auth/request-client.ts";
import { organizationPath } from "~/lib/organization-path.ts";
import { services } from "~/server/services.ts";

/** Accepts an invitation with the signed-in account, and redirects to its organization. */
export async function joinOrganizationAction(userId: string, _previous: FormState, form: FormData): Promise<FormState> {
  const { token = "" } = textsOf(form);
  const { core, useCases } = services();
  let organizationId: string;
  try {
    const login = await requireLoginOf(userId, `/invitations/${token}`);
    ({ organizationId } = await useCases.acceptInvitation(core, token, { login }, await requestClient()));
  } catch (error) {
    if (error instanceof useCases.DomainError) return refusedForm(error, {});
    throw error;
  }
  redirect(organizationPath(organizationId));
}
