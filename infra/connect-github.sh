#!/usr/bin/env bash
# Lets the workflows of a GitHub repository deploy every environment of infra/env, without a stored secret: an identity per
# environment with rights on its resource group only, trusted by GitHub environments that deploy from main only.
# Run by an owner of the subscription who administers the repository; it can be run again.
#   infra/connect-github.sh OWNER/REPOSITORY REVIEWER...
#   REVIEWER  a GitHub user who approves deployments to production, except those that this user began; six at most
set -euo pipefail
cd "$(dirname "$0")/.."
# shellcheck source=infra/lib.sh
. infra/lib.sh

[[ $# -ge 2 && $# -le 7 && $1 =~ ^[A-Za-z0-9_.-]+/[A-Za-z0-9_.-]+$ ]] || fail "which repository, and who approves? infra/connect-github.sh OWNER/REPOSITORY REVIEWER..."
repository=$1
shift
identities=rg-$app_name-deployers

# All roles that the templates assign, and no others, may be assigned by the deployment.
readonly assigned_roles='acdd72a7-3385-48ef-bd42-f606fba81ae7, 73c42c96-874c-492b-b04d-ab87d138a893, b7e6dc6d-f1e8-4753-8033-0f276bb0955b, 974c5e8b-45b9-4653-ba55-5f855dd0fb88, c6a89b2d-59bc-44d0-9896-0f6e12d7b80a, 0a9a7e1f-b9d0-4cc4-a60d-0319b160aaa3, 76199698-9eea-4c19-bc75-cec21354c6b6, 4633458b-17de-408a-b874-0445c86b69e6, b86a8fe4-44ce-4948-aee5-eccb2c155cd7, 3913510d-42f4-4e42-8a64-420c390055eb'
readonly only_these="((!(ActionMatches{'Microsoft.Authorization/roleAssignments/write'})) OR (@Request[Microsoft.Authorization/roleAssignments:RoleDefinitionId] ForAnyOfAnyValues:GuidEquals {$assigned_roles})) AND ((!(ActionMatches{'Microsoft.Authorization/roleAssignments/delete'})) OR (@Resource[Microsoft.Authorization/roleAssignments:RoleDefinitionId] ForAnyOfAnyValues:GuidEquals {$assigned_roles}))"

need az gh
require_login
subscription=$(az account show --query id --output tsv)
tenant=$(az account show --query tenantId --output tsv)

# Since July 2026 the subject of a token can carry the ids of owner and repository; only GitHub knows which form it sends.
prefix=$(gh api "repos/$repository/actions/oidc/customization/sub" --jq '.sub_claim_prefix // empty') || fail "could not ask GitHub for '$repository'; run: gh auth login"
prefix=${prefix:-repo:$repository}
reviewers=''
for reviewer in "$@"; do
  reviewer_id=$(gh api "users/$reviewer" --jq .id) || fail "GitHub does not know the user '$reviewer'"
  reviewers="$reviewers${reviewers:+,}{\"type\":\"User\",\"id\":$reviewer_id}"
done

grant() {
  az role assignment create --assignee-object-id "$principal" --assignee-principal-type ServicePrincipal --scope "$scope" --output none "$@" ||
    fail "the identity could not be granted its role"
}

# Makes the identity that a GitHub environment of the repository acts as, and sets client and principal.
make_identity() {
  local name=$1
  az identity create --resource-group "$identities" --name "$name" --location "$AZURE_LOCATION" --output none || fail "could not create the identity '$name'"
  client=$(az identity show --resource-group "$identities" --name "$name" --query clientId --output tsv)
  principal=$(az identity show --resource-group "$identities" --name "$name" --query principalId --output tsv)
  az identity federated-credential create --resource-group "$identities" --identity-name "$name" --name github \
    --issuer https://token.actions.githubusercontent.com --subject "$prefix:environment:$name" --audiences api://AzureADTokenExchange --output none ||
    fail "GitHub could not be made trusted for '$name'"
}

# Makes the GitHub environment. Deployments come from main only; to production only after an approval, and not of whoever began them.
make_github_environment() {
  local name=$1 reviewers=$2 branches prevent=false
  [ -z "$reviewers" ] || prevent=true
  printf '{"reviewers":[%s],"prevent_self_review":%s,"deployment_branch_policy":{"protected_branches":false,"custom_branch_policies":true}}' "$reviewers" "$prevent" |
    gh api --silent --method PUT "repos/$repository/environments/$name" --input - || fail "could not create the GitHub environment '$name'"
  branches=$(gh api "repos/$repository/environments/$name/deployment-branch-policies" --jq '[.branch_policies[].name] | join(" ")')
  case " $branches " in
    *' main '*) ;;
    *) gh api --silent --method POST "repos/$repository/environments/$name/deployment-branch-policies" -f name=main || fail "could not restrict '$name' to main" ;;
  esac
  gh variable set AZURE_CLIENT_ID --repo "$repository" --env "$name" --body "$client"
  gh variable set AZURE_TENANT_ID --repo "$repository" --env "$name" --body "$tenant"
  gh variable set AZURE_SUBSCRIPTION_ID --repo "$repository" --env "$name" --body "$subscription"
  echo "environment '$name' of $repository deploys as $client"
}

asked_for=${AZURE_LOCATION:-}
register_providers
choose_region "$identities"
[ "$group_exists" = true ] || az group create --name "$identities" --location "$AZURE_LOCATION" --output none || fail "could not create '$identities'"
for file in infra/env/*.bicepparam; do
  environment=$(basename "$file" .bicepparam)
  group=$(group_of "$environment")
  AZURE_LOCATION=$asked_for
  choose_region "$group"
  refuse_deleted_vault "$group"
  [ "$group_exists" = true ] || az group create --name "$group" --location "$AZURE_LOCATION" --output none || fail "could not create '$group'"
  OPERATOR_PRINCIPAL_TYPE=${OPERATOR_PRINCIPAL_TYPE:-Group} grant_function_keys "$environment"
  scope=/subscriptions/$subscription/resourceGroups/$group

  make_identity "$environment"
  grant --role Contributor
  grant --role 'Role Based Access Control Administrator' --condition "$only_these" --condition-version 2.0
  if ! is_production "$environment"; then
    make_github_environment "$environment" ''
    continue
  fi

  make_github_environment "$environment" "$reviewers"

  # What would change is shown before anyone approves, by an identity that can change nothing.
  make_identity "$environment-plan"
  role="What-if in $group"
  if [ -z "$(az role definition list --name "$role" --query '[0].name' --output tsv)" ]; then
    az role definition create --output none --role-definition \
      "{\"Name\":\"$role\",\"Description\":\"Asks what a deployment would change.\",\"Actions\":[\"Microsoft.Resources/deployments/whatIf/action\"],\"AssignableScopes\":[\"$scope\"]}" ||
      fail "could not create the role '$role'"
  fi
  grant --role Reader
  grant --role "$role"
  make_github_environment "$environment-plan" ''
done

if [ -n "${OPERATOR_PRINCIPAL_ID:-}" ]; then
  gh variable set OPERATOR_PRINCIPAL_ID --repo "$repository" --body "$OPERATOR_PRINCIPAL_ID"
fi
gh api "repos/$repository/codeowners/errors" --jq '.errors[] | "CODEOWNERS: " + .message'
[ $# -gt 1 ] || echo "note: a reviewer cannot approve a deployment of their own; $1 is the only one, so name another as well"
echo "done: the workflow 'deploy' of $repository can be run"
