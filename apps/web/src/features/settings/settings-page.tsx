"use client";

import { PageHeader } from "~/components/ui/page-header.tsx";
import { QuotaUsage } from "~/features/limits/quota-usage.tsx";
import { ApiEndpoints } from "./api-endpoints.tsx";
import { CheckInterval } from "./check-interval.tsx";
import { DangerZone } from "./danger-zone.tsx";
import { OrganizationAddress } from "./organization-address.tsx";
import { OrganizationName } from "./organization-name.tsx";
import { RateLimitUsage } from "./rate-limit-usage.tsx";

/** @param apiUrl the API's public URL */
export function SettingsPage({ apiUrl }: { apiUrl: string }) {
  return (
    <>
      <PageHeader title="Settings" description="Settings of the organization you are looking at." />
      <div className="flex max-w-3xl flex-col gap-5">
        <OrganizationName />
        <OrganizationAddress />
        <CheckInterval />
        <RateLimitUsage />
        <QuotaUsage />
        <ApiEndpoints apiUrl={apiUrl} />
        <DangerZone />
      </div>
    </>
  );
}
