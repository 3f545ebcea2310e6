// Unassign in Azure: two replicas in Container Apps, PostgreSQL, Key Vault, a managed identity that
// the app registration trusts, and the bot's registration with Teams. How to use it: docs/azure.md.
// Long, because Azure wants each resource said in full, and one file is what people upload.

targetScope = 'resourceGroup'

@minLength(3)
@maxLength(16)
@description('Prefix of the names of all resources: letters and digits.')
param name string

param location string = resourceGroup().location

@description('The image, such as contoso.azurecr.io/unassign:0.1.0.')
param image string

@description('The container registry that the image comes from, in this resource group, by its name without .azurecr.io; empty for a public image.')
param registry string = ''

@description('The app registration: its application (client) id.')
param appId string

@description('The tenant that is served.')
param tenantId string = tenant().tenantId

@description('Where Teams and browsers reach the bot, without https://; empty for the address that Azure gives.')
param hostName string = ''

@description('The id of the certificate for hostName in the Container Apps environment; empty where a proxy of your own serves hostName. A binding made by hand ends with the next deployment.')
param certificateId string = ''

@description('The id of a subnet for the environment, delegated to Microsoft.App/environments, so that the bot calls Graph and Entra from addresses of your own; empty for the addresses of Azure.')
param subnetId string = ''

@description('Settings of docs/settings.md that are not secret, by name, such as {"UNASSIGN_EDISCOVERY": "app"}.')
param settings object = {}

@description('The policy file in Base64, as python -m deploy.encode writes it, or none.')
param policy string = 'none'

@description('The price table in Base64, as python -m deploy.encode writes it, or none.')
param prices string = 'none'

@secure()
@description('What the stored sign-ins are encrypted with: a Fernet key.')
param tokenKeys string

@secure()
@description('What signs the links to downloads.')
param linkKey string

@secure()
@description('The bearer token for GET /metrics; empty for no access from outside.')
param metricsToken string = ''

// https://learn.microsoft.com/azure/postgresql/flexible-server/quickstart-create-server
@secure()
@minLength(8)
@maxLength(128)
@description('The password of the account that owns the tables. Azure wants an uppercase letter, a lowercase letter and a digit; letters and digits only, because it is part of a URL.')
param databasePassword string

@secure()
@minLength(8)
@maxLength(128)
@description('The password of the account of the bot, which can only add to the journal: letters and digits as well, and another one.')
param botDatabasePassword string

@minValue(1)
@maxValue(10)
param replicas int = 2

var unique = uniqueString(resourceGroup().id, name)
var databaseOwner = 'unassign'
var databaseUser = 'unassign_bot'
var databaseName = 'unassign'
// Key Vault Secrets User
// (https://learn.microsoft.com/azure/role-based-access-control/built-in-roles).
var readsSecrets = '4633458b-17de-408a-b874-0445c86b69e6'
// AcrPull, on the same page.
var pullsImages = '7f951dda-4ed3-4680-a7ca-43fe172d538d'

resource identity 'Microsoft.ManagedIdentity/userAssignedIdentities@2023-01-31' = {
  name: '${name}-identity'
  location: location
}

resource logs 'Microsoft.OperationalInsights/workspaces@2023-09-01' = {
  name: '${name}-logs'
  location: location
  properties: {
    sku: {
      name: 'PerGB2018'
    }
    retentionInDays: 30
  }
}

resource vault 'Microsoft.KeyVault/vaults@2023-07-01' = {
  name: take('${name}-${unique}', 24)
  location: location
  properties: {
    tenantId: tenant().tenantId
    sku: {
      family: 'A'
      name: 'standard'
    }
    enableRbacAuthorization: true
    enablePurgeProtection: true
  }
}

resource tokenKeysSecret 'Microsoft.KeyVault/vaults/secrets@2023-07-01' = {
  parent: vault
  name: 'token-keys'
  properties: {
    value: tokenKeys
  }
}

resource linkKeySecret 'Microsoft.KeyVault/vaults/secrets@2023-07-01' = {
  parent: vault
  name: 'link-key'
  properties: {
    value: linkKey
  }
}

resource databaseSecret 'Microsoft.KeyVault/vaults/secrets@2023-07-01' = {
  parent: vault
  name: 'database-url'
  properties: {
    value: 'postgresql+psycopg://${databaseUser}:${botDatabasePassword}@${database.properties.fullyQualifiedDomainName}/${databaseName}?sslmode=require'
  }
}

resource mayReadSecrets 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: vault
  name: guid(vault.id, identity.id, readsSecrets)
  properties: {
    principalId: identity.properties.principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', readsSecrets)
  }
}

resource source 'Microsoft.ContainerRegistry/registries@2023-07-01' existing = {
  name: empty(registry) ? 'unused' : registry
}

resource mayPull 'Microsoft.Authorization/roleAssignments@2022-04-01' = if (!empty(registry)) {
  scope: source
  name: guid(source.id, identity.id, pullsImages)
  properties: {
    principalId: identity.properties.principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', pullsImages)
  }
}

resource database 'Microsoft.DBforPostgreSQL/flexibleServers@2025-08-01' = {
  name: '${name}-${unique}'
  location: location
  sku: {
    // 414 connections. Each replica opens up to 20, and an update runs twice as many replicas for
    // a while. Standard_B1ms allows only 35
    // (https://learn.microsoft.com/azure/postgresql/flexible-server/concepts-limits).
    name: 'Standard_B2s'
    tier: 'Burstable'
  }
  properties: {
    version: '17'
    administratorLogin: databaseOwner
    administratorLoginPassword: databasePassword
    storage: {
      storageSizeGB: 32
    }
    backup: {
      backupRetentionDays: 14
      geoRedundantBackup: 'Disabled'
    }
    highAvailability: {
      mode: 'Disabled'
    }
  }
}

resource ledger 'Microsoft.DBforPostgreSQL/flexibleServers/databases@2025-08-01' = {
  parent: database
  name: databaseName
}

// Lets resources of Azure in; the password and TLS are asked for all the same.
resource fromAzure 'Microsoft.DBforPostgreSQL/flexibleServers/firewallRules@2025-08-01' = {
  parent: database
  name: 'from-azure'
  // The server refuses two changes at a time (ServerIsBusy).
  dependsOn: [
    ledger
  ]
  properties: {
    startIpAddress: '0.0.0.0'
    endIpAddress: '0.0.0.0'
  }
}

resource appEnvironment 'Microsoft.App/managedEnvironments@2024-03-01' = {
  name: '${name}-environment'
  location: location
  properties: {
    vnetConfiguration: {
      infrastructureSubnetId: empty(subnetId) ? null : subnetId
    }
    workloadProfiles: empty(subnetId) ? null : [
      {
        name: 'Consumption'
        workloadProfileType: 'Consumption'
      }
    ]
    appLogsConfiguration: {
      destination: 'log-analytics'
      logAnalyticsConfiguration: {
        customerId: logs.properties.customerId
        sharedKey: logs.listKeys().primarySharedKey
      }
    }
  }
}

var host = empty(hostName) ? '${name}.${appEnvironment.properties.defaultDomain}' : hostName
var registries = empty(registry) ? [] : [
  {
    server: '${registry}.azurecr.io'
    identity: identity.id
  }
]
var customDomains = empty(certificateId) ? [] : [
  {
    name: hostName
    bindingType: 'SniEnabled'
    certificateId: certificateId
  }
]
var vaultSecrets = [
  {
    name: 'database-url'
    keyVaultUrl: databaseSecret.properties.secretUri
    identity: identity.id
  }
  {
    name: 'token-keys'
    keyVaultUrl: tokenKeysSecret.properties.secretUri
    identity: identity.id
  }
  {
    name: 'link-key'
    keyVaultUrl: linkKeySecret.properties.secretUri
    identity: identity.id
  }
]
// Not in the vault, which the identity of the bot can read: only the init container gets it.
var ownerSecret = [
  {
    name: 'database-owner-url'
    value: 'postgresql+psycopg://${databaseOwner}:${databasePassword}@${database.properties.fullyQualifiedDomainName}/${databaseName}?sslmode=require'
  }
]
// Secrets of the app are how Container Apps mounts files.
var hasPolicy = policy != 'none'
var hasPrices = prices != 'none'
var policySecret = hasPolicy ? [
  {
    name: 'policy'
    value: base64ToString(policy)
  }
] : []
var pricesSecret = hasPrices ? [
  {
    name: 'prices'
    value: base64ToString(prices)
  }
] : []
var metricsSecret = empty(metricsToken) ? [] : [
  {
    name: 'metrics-token'
    value: metricsToken
  }
]
var policyFile = hasPolicy ? [
  {
    secretRef: 'policy'
    path: 'policy.yaml'
  }
] : []
var pricesFile = hasPrices ? [
  {
    secretRef: 'prices'
    path: 'prices.toml'
  }
] : []
var files = concat(policyFile, pricesFile)
var volumes = empty(files) ? [] : [
  {
    name: 'files'
    storageType: 'Secret'
    secrets: files
  }
]
var volumeMounts = empty(files) ? [] : [
  {
    volumeName: 'files'
    mountPath: '/etc/unassign'
  }
]
var policyVariable = hasPolicy ? [
  {
    name: 'UNASSIGN_POLICY_FILE'
    value: '/etc/unassign/policy.yaml'
  }
] : []
var pricesVariable = hasPrices ? [
  {
    name: 'UNASSIGN_PRICES'
    value: '/etc/unassign/prices.toml'
  }
] : []
var metricsVariable = empty(metricsToken) ? [] : [
  {
    name: 'UNASSIGN_METRICS_TOKEN'
    secretRef: 'metrics-token'
  }
]
var chosenVariables = [for setting in items(settings): {
  name: setting.key
  value: string(setting.value)
}]
var ownVariables = [
  {
    name: 'UNASSIGN_APP_ID'
    value: appId
  }
  {
    name: 'UNASSIGN_TENANT_ID'
    value: tenantId
  }
  {
    name: 'UNASSIGN_MANAGED_IDENTITY'
    value: identity.properties.clientId
  }
  {
    name: 'UNASSIGN_PUBLIC_URL'
    value: 'https://${host}'
  }
  {
    name: 'UNASSIGN_DATABASE_URL'
    secretRef: 'database-url'
  }
  {
    name: 'UNASSIGN_TOKEN_KEYS'
    secretRef: 'token-keys'
  }
  {
    name: 'UNASSIGN_LINK_KEY'
    secretRef: 'link-key'
  }
]
var ownerVariable = [
  {
    name: 'UNASSIGN_DATABASE_OWNER_URL'
    secretRef: 'database-owner-url'
  }
]
var variables = concat(ownVariables, policyVariable, pricesVariable, metricsVariable, chosenVariables)

resource bot 'Microsoft.App/containerApps@2024-03-01' = {
  name: name
  location: location
  dependsOn: [
    mayReadSecrets
    mayPull
    ledger
    fromAzure
  ]
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    environmentId: appEnvironment.id
    configuration: {
      activeRevisionsMode: 'Single'
      registries: registries
      ingress: {
        external: true
        targetPort: 3978
        allowInsecure: false
        customDomains: customDomains
      }
      secrets: concat(vaultSecrets, ownerSecret, policySecret, pricesSecret, metricsSecret)
    }
    template: {
      terminationGracePeriodSeconds: 40
      volumes: volumes
      // Upgrades the tables before the new version starts, while the old one still runs, and
      // creates the account of the bot.
      initContainers: [
        {
          name: 'migrate'
          image: image
          args: [
            'migrate'
          ]
          env: concat(variables, ownerVariable)
          volumeMounts: volumeMounts
          resources: {
            cpu: json('0.25')
            memory: '0.5Gi'
          }
        }
      ]
      containers: [
        {
          name: 'bot'
          image: image
          env: variables
          volumeMounts: volumeMounts
          resources: {
            cpu: json('0.5')
            memory: '1Gi'
          }
          probes: [
            {
              type: 'Startup'
              httpGet: {
                path: '/healthz'
                port: 3978
              }
              periodSeconds: 5
              failureThreshold: 24
            }
            {
              type: 'Liveness'
              httpGet: {
                path: '/healthz'
                port: 3978
              }
              periodSeconds: 20
            }
            {
              type: 'Readiness'
              httpGet: {
                path: '/readyz'
                port: 3978
              }
              periodSeconds: 5
            }
          ]
        }
      ]
      scale: {
        minReplicas: replicas
        maxReplicas: replicas
      }
    }
  }
}

resource registration 'Microsoft.BotService/botServices@2022-09-15' = {
  // Globally unique among all bots in Azure.
  name: '${name}-${unique}'
  location: 'global'
  kind: 'azurebot'
  sku: {
    name: 'F0'
  }
  properties: {
    displayName: 'Unassign'
    endpoint: 'https://${host}/api/messages'
    msaAppId: appId
    msaAppTenantId: tenantId
    msaAppType: 'SingleTenant'
  }
}

resource teams 'Microsoft.BotService/botServices/channels@2022-09-15' = {
  parent: registration
  name: 'MsTeamsChannel'
  location: 'global'
  properties: {
    channelName: 'MsTeamsChannel'
  }
}

@description('For the redirect URI, the app package and the DNS name: https://this.')
output BOT_DOMAIN string = host

@description('What the app registration has to trust: the subject of a federated credential.')
output IDENTITY_PRINCIPAL_ID string = identity.properties.principalId

@description('For a host name of your own: the value of the TXT record asuid.HOST.')
output DOMAIN_VERIFICATION_ID string = bot.properties.customDomainVerificationId

output IDENTITY_CLIENT_ID string = identity.properties.clientId
