-- When it was shown that an account's address is its owner's. Signing in elsewhere, and invitations for an address, go by
-- proven ones alone.
ALTER TABLE "users" ADD COLUMN "email_proven_at" TIMESTAMPTZ(3);

-- Accounts that were there keep what they have: passwords, memberships, tokens, and the accounts elsewhere that sign in to
-- them. As proven count the addresses that somebody else vouched for: an identity provider, whoever set the product up,
-- or whoever sent an invitation for that very address. An address that was changed by its account since is not among them.
UPDATE "users" u SET "email_proven_at" = now()
WHERE (
    EXISTS (SELECT 1 FROM "oauth_accounts" a WHERE a.user_id = u.id)
    OR EXISTS (SELECT 1 FROM "invitations" i WHERE i.accepted_by = u.id AND i.email = u.email)
    OR u.id = (SELECT first.id FROM "users" first WHERE first.password_hash IS NOT NULL ORDER BY first.created_at, first.id LIMIT 1)
  )
  AND NOT EXISTS (
    SELECT 1 FROM "audit_entries" e
    WHERE e.action = 'account.update' AND e.target = u.id::text
      AND e.details->>'former_email' IS DISTINCT FROM e.details->>'email'
  );

-- An address that an account is to have, or has and is to prove. One an account: the latest.
CREATE TABLE "email_confirmations" (
    "user_id" UUID NOT NULL,
    "email" TEXT NOT NULL,
    "token_hash" BYTEA,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "email_confirmations_pkey" PRIMARY KEY ("user_id")
);
CREATE UNIQUE INDEX "email_confirmations_token_hash_key" ON "email_confirmations"("token_hash");
ALTER TABLE "email_confirmations" ADD CONSTRAINT "email_confirmations_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;
