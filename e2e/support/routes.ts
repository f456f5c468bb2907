import { SAMPLE } from "./sample.ts";

/** A page, for tests that visit all pages. */
export interface Route {
  /** Within the organization, unless it is outside of any. */
  readonly path: string;
  readonly isOutside?: true;
  /** Its heading. */
  readonly heading: string | RegExp;
}

/** Every page for a signed-in user, in an organization filled by `fillOrganization`, by what it is about. */
export const AREAS: Readonly<Record<string, readonly Route[]>> = {
  "the overview, the list of resources, and new ones": [
    { path: "/", heading: "Overview" },
    { path: "/resources", heading: "Resources" },
    { path: "/resources?state=failed", heading: "Resources" },
    { path: "/resources/new", heading: "New resource" },
    { path: "/resources/new?type=postgres%2Fdatabase", heading: "New resource" },
    { path: "/resources/new?type=postgres%2Fdatabase&view=yaml", heading: "New resource" },
  ],
  "a resource and its editor": [
    { path: `/resources/view/${SAMPLE.database}`, heading: "shop" },
    { path: `/resources/view/${SAMPLE.secret}`, heading: "server" },
    { path: `/resources/view/${SAMPLE.database}?tab=history`, heading: "shop" },
    { path: `/resources/view/${SAMPLE.database}?tab=logs`, heading: "shop" },
    { path: `/resources/view/${SAMPLE.database}?tab=health`, heading: "shop" },
    { path: `/resources/view/${SAMPLE.broken}?tab=failure`, heading: "broken" },
    { path: `/resources/edit/${SAMPLE.database}`, heading: /^Edit/ },
    { path: `/resources/edit/${SAMPLE.settings}?view=yaml`, heading: /^Edit/ },
  ],
  "the graph, changes and failures": [
    { path: "/graph", heading: "Graph" },
    { path: "/graph?root=postgres%2Fdatabase%2Fshop", heading: "Graph" },
    { path: "/changes", heading: "Changes" },
    { path: "/changes?status=failed&set=shop", heading: "Changes" },
    { path: "/changes/new", heading: "New change" },
    { path: "/adopt", heading: "Adopt" },
    { path: "/failures", heading: "Failures" },
  ],
  "providers, access and help": [
    { path: "/providers", heading: "Providers" },
    { path: "/providers/postgres", heading: "postgres" },
    { path: "/providers/postgres/types/database", heading: /database/ },
    { path: "/connections", heading: "Connections" },
    { path: "/audit", heading: "Audit" },
    { path: "/tokens", heading: "Tokens" },
    { path: "/tokens?new=token", heading: "New token" },
    { path: "/members", heading: "Members" },
    { path: "/members?new=invitation", heading: "Invite someone" },
    { path: "/settings", heading: "Settings" },
    { path: "/help/concepts", heading: "Concepts" },
    { path: "/help/settings", heading: "Settings" },
  ],
  "an account": [
    { path: "/account", isOutside: true, heading: /account/i },
    { path: "/account/email/unknown", isOutside: true, heading: "This link is not for you, or no longer valid" },
    { path: "/account/organizations/new", isOutside: true, heading: "New organization" },
    {
      path: "/auth/callback?callback=http%3A%2F%2Flocalhost%3A8765%2Fcallback",
      isOutside: true,
      heading: "Sign in to the command line?",
    },
    {
      path: "/auth/callback?callback=http%3A%2F%2Fevil.example%2F",
      isOutside: true,
      heading: "This request was refused",
    },
  ],
};

/** The same pages, in one list. */
export const PAGES: readonly Route[] = Object.values(AREAS).flat();

/** Pages for users who are not signed in. */
export const OUTSIDE_PAGES: readonly Route[] = [
  { path: "/login", isOutside: true, heading: "Sign in" },
  { path: "/invitations/unknown", isOutside: true, heading: "This invitation is not valid" },
];
