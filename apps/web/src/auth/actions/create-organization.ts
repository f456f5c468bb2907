"use server";

import { organizationInputSchema } from "@pragma/contract";
import { redirect } from "next/navigation";
import { type FormState, fieldErrors, refusedForm, textsOf } from "~/auth/form-state.ts";
import { requireLoginOf } from "~/auth/login.ts";
import { organizationPath } from "~/lib/organization-path.ts";
import { services } from "~/server/services.ts";

/** Creates an organization that the user owns, and redirects to it. */
export async function createOrganizationAction(
  userId: string,
  _previous: FormState,
  form: FormData,
): Promise<FormState> {
  const values = textsOf(form);
  const parsed = organizationInputSchema.safeParse(values);
  if (!parsed.success) return { error: null, fields: fieldErrors(parsed.error), values };
  const { core, useCases } = services();
  let slug: string;
  try {
    const login = await requireLoginOf(userId, "/account/organizations/new");
    slug = (await useCases.createOrganization(core, login, parsed.data)).slug;
  } catch (error) {
    if (error instanceof useCases.DomainError) return refusedForm(error, values);
    throw error;
  }
  redirect(organizationPath(slug));
}
