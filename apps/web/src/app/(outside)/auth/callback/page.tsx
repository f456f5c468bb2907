import type { Login } from "@pragma/core/callers";
import type { Metadata } from "next";
import { type ConsentRequest, consentPath, parseConsentRequest } from "~/auth/consent-request.ts";
import { requireLogin } from "~/auth/login.ts";
import { offeredScopes } from "~/auth/offered-scopes.ts";
import { ConsentForm } from "~/features/cli-login/consent-form.tsx";
import { ConsentRefusal } from "~/features/cli-login/consent-refusal.tsx";
import { OtherOrganizations } from "~/features/cli-login/other-organizations.tsx";
import { services } from "~/server/services.ts";

export const metadata: Metadata = { title: "Sign in to the command line" };

interface Props {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

/** Where `pragma auth login` sends the browser. It always asks, whoever sent it. */
export default async function CliLoginPage({ searchParams }: Props) {
  const request = parseConsentRequest(await searchParams);
  if ("refusal" in request) return <ConsentRefusal>{request.refusal}</ConsentRefusal>;
  return <Consent request={request} login={await requireLogin(consentPath(request))} />;
}

/** Suggests the requested organization, else the last viewed one. */
async function Consent({ request, login }: { request: ConsentRequest; login: Login }) {
  const { core, useCases } = services();
  const { organization: asked, scope, callback, state, codeChallenge } = request;
  const organization = asked === null ? login.lastOrganization : await useCases.findByAddress(core, login, asked);
  const member = organization && useCases.memberIn(login, organization.id);
  const choices = login.organizations
    .filter(({ id }) => id !== organization?.id)
    .map(({ id, slug, name }) => ({ id, name, href: consentPath({ ...request, organization: slug }) }));
  const choice = <OtherOrganizations choices={choices} />;
  if (!member) {
    const words =
      asked === null
        ? "You are not in any organization, so there is nothing to give access to."
        : "You are not a member of the organization that the command line asks for.";
    return <ConsentRefusal choice={choice}>{words}</ConsentRefusal>;
  }
  const scopes = offeredScopes(scope, member.scopes);
  if (scopes.length === 0) {
    const words = `Your role in ${organization.name} allows none of what the command line asks for.`;
    return <ConsentRefusal choice={choice}>{words}</ConsentRefusal>;
  }
  return (
    <ConsentForm
      user={{ id: login.userId, email: login.email }}
      organization={organization}
      choice={choice}
      scopes={scopes}
      callback={callback.url.href}
      port={callback.port}
      state={state}
      codeChallenge={codeChallenge}
    />
  );
}
