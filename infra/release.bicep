metadata description = 'Changes nothing: its deployment is an entry in the history of the group that says which code was published. rollback.sh reads it.'

@description('The commit.')
param revision string

output revision string = revision
