using none

import { noticeSettings } from '../settings.bicep'

// What the settings of notices are with both names, with one, and with none.
param both = noticeSettings('https://kv.example/', 'notice-webhook', 'notice-signing')
param unsigned = noticeSettings('https://kv.example/', 'notice-webhook', '')
param none = noticeSettings('https://kv.example/', '', '')
