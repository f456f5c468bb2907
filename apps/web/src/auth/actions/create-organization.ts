"use server";

import { organizationInputSchema } from "@pragma/contract";
import { redirect } from "next/navigation";
import { writeLoginSecret } from "~/auth/cookie.ts";
import { type FormState, fieldErrors, refusedForm, textsOf } from "~/auth/form-state.ts";
import { requireLogin } from "~/auth/login.ts";
import { services } from "~/server/services.ts";

/** Creates an organization that the user owns, and looks at it from now on. */
export async function createOrganizationAction(_previous: FormState, form: FormData): Promise<FormState> {
  const login = await requireLogin("/organizations/new");
  const values = textsOf(form);
  const parsed = organizationInputSchema.safeParse(values);
  if (!parsed.success) return { error: null, fields: fieldErrors(parsed.error), values };
  const { core, useCases } = services();
  try {
    const { id } = await useCases.createOrganization(core, login, parsed.data);
    const { secret } = await useCases.switchOrganization(core, login, id);
    await writeLoginSecret(secret);
  } catch (error) {
    if (error instanceof useCases.DomainError) return refusedForm(error, values);
    throw error;
  }
  redirect("/");
}
