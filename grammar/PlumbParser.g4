// The sentences of Plumb. One piece (a declaration) is parsed at a time; there is no rule for a file, so that nothing that
// is wrong in one declaration reaches its neighbours (compiler/syntax/pieces.hpp). SLL prediction suffices.
//
// Operands that belong to a clause are separated by 、 ， ； alike; a clause may end with ； and its head may have a colon.
parser grammar PlumbParser;

options { tokenVocab = PlumbLexer; }

piece : declaration EOF ;

declaration
  : ruleset | document | departments | roles | roleGroup | enumeration | taxonomy | effects | parameter | matter | define | table | calendar
  | measure | waiver | scenario
  ;

// ---- names and lists ---------------------------------------------------------------------------------------------------

// A keyword that is not reserved is a name wherever a name may stand.
name : plainName | K_DEFAULTER | K_ORGANISATION_WITH | K_ANYONE | K_EXISTS | K_EVERY | K_COUNT | K_UNPUBLISHED | K_ONLY | K_IRREVERSIBLE | K_CONTRADICTS ;

// Those that may also begin what follows a list of names are left out.
plainName
  : NAME | QUOTED_NAME
  | K_RULESET | K_DOCUMENT | K_DEPARTMENT | K_ROLE | K_ROLES | K_ENUM | K_TAXONOMY | K_EFFECT | K_PARAMETER | K_DEFINE | K_TABLE | K_CALENDAR
  | K_MEASURE | K_WAIVE | K_SCENARIO
  | K_ID | K_VERSION | K_REGION | K_EDITION | K_BUILDS_ON | K_DEFAULT_CALENDAR | K_STALENESS_LIMIT | K_REMEDY | K_SELF | K_RELATED | K_LINT
  | K_OFF | K_WARNING | K_ERROR | K_NUMBER | K_TITLE | K_ISSUER | K_HIGHER | K_CLAUSE | K_OBLIGATION | K_DIGEST | K_SHORT | K_ROUTED_BY
  | K_SOURCE | K_STAGES | K_FIELD | K_CASE | K_COVERS | K_HOLIDAY | K_MAKEUP
  | K_PERSON | K_ORGANISATION | K_APPLICATION | K_HOLDING | K_STATUS | K_REASON | K_SERVED_BY
  | K_GIVEN | K_REQUEST | K_EXPECT | K_NAME | K_SECTOR | K_SINCE | K_SERVES | K_LISTED | K_CASE_NO | K_EXPIRES | K_GROUND | K_REMOVED
  | K_FILED | K_OBJECTION | K_RESPONSIBLE | K_ALL | K_RETAINED | K_HOLDS | K_LIST | K_SYNCHRONISED | K_NEVER_SYNCHRONISED
  | K_ON | K_SWEEP | K_BY | K_BECAUSE | K_FOR | K_OUTCOME | K_NONE
  | K_BOOL | K_INTEGER | K_DECIMAL | K_MONEY | K_RATIO | K_DATE | K_DURATION | K_TEXT | K_SET_OF
  | K_KNOWN | K_LISTED_ON | K_LISTING | K_DECISION_DATE | K_SUBJECT
  ;

// After 的 . / and before a colon every keyword is a name.
anyName
  : name | K_MATTER | K_BASIS | K_DEPARTMENTS | K_EXECUTING | K_PARTY_KIND | K_PARTY | K_REACHES | K_WHEN | K_UNLESS | K_IMPOSE | K_FROM | K_UNTIL
  | K_NOTE | K_AND | K_OR | K_NOT | K_IS | K_IS_NOT | K_AT_LEAST | K_AT_MOST | K_NOT_AFTER | K_ABOVE | K_BELOW | K_BETWEEN | K_TO | K_BETWEEN_END
  | K_IN | K_NOT_IN | K_HAS_ANY | K_HAS_ALL | K_ANY_OF | K_ALL_OF | K_IF | K_THEN | K_ELSE | K_YES | K_NO | K_UNSET | K_UNKNOWN
  | K_NOT_APPLICABLE | K_NEEDS | K_PERMITTED
  ;

declaredName : name ( SLASH anyName )? ;
fieldName : anyName ( SLASH anyName )? ;  // a colon follows
separator : COMMA | SEMICOLON ;
nameList : name ( separator name )* ;
roleList : plainName ( separator plainName )* ;
declaredList : declaredName ( separator declaredName )* ;
string : STRING ;
basis : ( name | TITLE ) string name? ;
basisList : basis ( separator basis )* ;
dateRange : DATE ( K_TO DATE )? ;
dateRangeList : dateRange ( separator dateRange )* ;
duration : NUMBER ( U_DAYS | U_WORKING_DAYS | U_MONTHS | U_YEARS ) ;
basisClause : K_BASIS COLON? basisList ;
noteClause : K_NOTE COLON? string ;
departmentsClause : K_DEPARTMENTS COLON? nameList ;
executingClause : K_EXECUTING COLON? nameList ;
fromClause : K_FROM COLON? DATE ;
untilClause : K_UNTIL COLON? DATE ;

// ---- types -------------------------------------------------------------------------------------------------------------

type : K_SET_OF? ( builtinType | inlineEnumeration | name ) ;
builtinType : K_BOOL | K_INTEGER | K_DECIMAL | K_MONEY | K_RATIO | K_DATE | K_DURATION | K_TEXT ;
inlineEnumeration : LBRACE declaredList separator? RBRACE ;

// ---- rule set, document ------------------------------------------------------------------------------------------------

ruleset : K_RULESET declaredName LBRACE ( rulesetClause SEMICOLON* )* RBRACE ;
rulesetClause
  : K_ID COLON? string
  | K_VERSION COLON? string
  | K_REGION COLON? string
  | K_EDITION COLON? string
  | K_BUILDS_ON COLON? nameList
  | K_DEFAULT_CALENDAR COLON? name
  | K_STALENESS_LIMIT COLON? duration
  | K_REMEDY COLON? ( K_SELF | K_RELATED ) COLON? string basisClause?
  | K_LINT COLON? name ( K_OFF | K_WARNING | K_ERROR )
  | noteClause
  ;

document : K_DOCUMENT declaredName LBRACE ( documentClause SEMICOLON* )* RBRACE ;
documentClause
  : K_NUMBER COLON? string
  | K_TITLE COLON? ( TITLE | string )
  | K_ISSUER COLON? string
  | fromClause
  | untilClause
  | K_HIGHER COLON? ( string | TITLE ) ( separator ( string | TITLE ) )*
  | noteClause
  | outlineClause
  ;
outlineClause : K_CLAUSE COLON? string LBRACE ( outlineItem SEMICOLON* )* RBRACE ;
outlineItem
  : K_TITLE COLON? string
  | K_OBLIGATION COLON? declaredList
  | departmentsClause
  | executingClause
  | K_DIGEST COLON? string
  | noteClause
  ;

// ---- departments, roles, enumerations, taxonomies, effects -------------------------------------------------------------

departments : K_DEPARTMENT declaredList ( LBRACE ( departmentClause SEMICOLON* )* RBRACE )? SEMICOLON* ;
departmentClause : K_SHORT COLON? nameList | K_ROUTED_BY COLON? name | noteClause ;

roles : K_ROLE declaredList ( LBRACE ( roleClause SEMICOLON* )* RBRACE )? SEMICOLON* ;
roleClause : K_SHORT COLON? nameList | noteClause ;
roleGroup : K_ROLES declaredName LBRACE nameList separator? RBRACE ;

enumeration : K_ENUM declaredName LBRACE declaredList separator? RBRACE ;

taxonomy : K_TAXONOMY declaredName LBRACE ( K_SOURCE COLON? string SEMICOLON* )? ( taxonomyNode separator* )* RBRACE ;
taxonomyNode : taxonomyCode declaredName? ( LBRACE ( taxonomyNode separator* )* RBRACE )? ;
taxonomyCode : NUMBER | NAME ;

effects : K_EFFECT LBRACE ( contradiction separator* | effectItem separator* )* RBRACE ;
effectItem : plainName ( SLASH anyName )? ( LPAREN type ( separator type )* RPAREN )? K_IRREVERSIBLE? ;
contradiction : K_CONTRADICTS COLON? plainName separator plainName ;

// ---- parameters, matters, definitions, tables, calendars -----------------------------------------------------------------

parameter : K_PARAMETER fieldName COLON type LBRACE ( parameterVersion SEMICOLON* )* RBRACE ;
parameterVersion : K_FROM COLON? DATE EQ expression ( basisClause | noteClause )* ;

matter : K_MATTER declaredName LBRACE ( matterClause SEMICOLON* )* RBRACE ;
matterClause : K_STAGES COLON? stage ( separator stage )* | field | noteClause ;
field : K_FIELD fieldName COLON type ;
stage : K_APPLICATION | K_HOLDING | K_STATUS ;

define : K_DEFINE declaredName arguments ( COLON type )? EQ expression SEMICOLON* ;
arguments : LPAREN ( argument ( separator argument )* )? RPAREN ;
argument : fieldName COLON type ;

table : K_TABLE declaredName arguments COLON type LBRACE ( row SEMICOLON* )* RBRACE ;
row : K_CASE COLON? cell ( PIPE cell )* K_IMPOSE COLON? expression ;
cell
  : ANY
  | comparator sum
  | membership postfix
  | K_BETWEEN sum K_TO sum K_BETWEEN_END?
  | sum
  ;

calendar : K_CALENDAR declaredName LBRACE ( calendarClause SEMICOLON* )* RBRACE ;
calendarClause
  : K_SOURCE COLON? string
  | K_COVERS COLON? DATE K_TO DATE
  | K_HOLIDAY COLON? dateRangeList
  | K_MAKEUP COLON? dateRangeList
  | noteClause
  ;

// ---- measures, waivers ---------------------------------------------------------------------------------------------------

measure : K_MEASURE declaredName LBRACE ( measureClause SEMICOLON* )* RBRACE ;
measureClause
  : basisClause
  | departmentsClause
  | executingClause
  | K_MATTER COLON? name stage?
  | ( K_PARTY_KIND | K_PARTY ) COLON? ( K_PERSON | K_ORGANISATION )
  | K_REACHES COLON? reach ( separator? reach )*
  | conditionClause
  | exceptionClause
  | K_IMPOSE COLON? effectUse
  | fromClause
  | untilClause
  | noteClause
  ;
conditionClause : K_WHEN COLON? expression ;
exceptionClause : K_UNLESS COLON? LBRACE ( ( conditionClause | basisClause | noteClause ) SEMICOLON* )* RBRACE ;
effectUse : name ( LPAREN ( expression ( separator expression )* )? RPAREN )? ;
reach
  : K_DEFAULTER ( ( DE | DOT ) roleList )?
  | K_ORGANISATION_WITH roleList ( DE K_ORGANISATION )?
  | K_ANYONE
  ;

waiver : K_WAIVE declaredName? LBRACE ( waiverClause SEMICOLON* )* RBRACE ;
waiverClause : basisClause | K_REASON COLON? string | K_SERVED_BY COLON? string ;

// ---- scenarios -----------------------------------------------------------------------------------------------------------

scenario : K_SCENARIO string LBRACE ( given )* ( question )* RBRACE ;
given : K_GIVEN COLON? ( fact separator* )* ;
fact : listFact | stalenessFact | parameterFact | subjectFact ;
listFact : K_LIST ( K_SYNCHRONISED K_ON DATE | K_NEVER_SYNCHRONISED ) ;
stalenessFact : K_STALENESS_LIMIT COLON? duration ;
parameterFact : K_PARAMETER name EQ expression ;
subjectFact : name ( partyFact | retentionFact | sinceDate? toDate? ( relationFact | listingFact | permitFact | holdingFact ) ) ;
sinceDate : K_SINCE DATE ;
toDate : K_TO DATE ;
partyFact : ( K_YES | K_IS ) ( K_PERSON | K_ORGANISATION | K_UNKNOWN ) partyDetails? ;
partyDetails : LBRACE ( partyDetail separator* )* RBRACE ;
partyDetail : K_NUMBER COLON? string | K_NAME COLON? string | K_SECTOR COLON? name ;
relationFact : K_SERVES name name ;
listingFact : K_LISTED ( LBRACE ( listingDetail separator* )* RBRACE )? ;
listingDetail
  : K_CASE_NO COLON? string
  | K_EXPIRES COLON? DATE
  | K_GROUND COLON? DATE
  | K_REMOVED COLON? DATE
  | K_FILED COLON? DATE
  | K_OBJECTION COLON? dateRange
  | K_RESPONSIBLE COLON? roleList
  | K_UNPUBLISHED
  ;
permitFact : K_PERMITTED ( K_ALL | name ) string ;
retentionFact : K_RETAINED name K_TO DATE ( LBRACE ( retentionDetail separator* )* RBRACE )? ;
retentionDetail : K_CASE_NO COLON? string | K_BASIS COLON? string ;
holdingFact : K_HOLDS name string? fieldValues? ;
fieldValues : LBRACE ( fieldValue ( separator fieldValue )* separator? )? RBRACE ;
fieldValue : anyName COLON expression ;

question : request expectations* ;
request
  : K_REQUEST COLON? K_ON DATE K_SWEEP SEMICOLON*
  | K_REQUEST COLON? name partyDetails? K_ON DATE stage name fieldValues? SEMICOLON*
  ;
expectations : K_EXPECT COLON? ( expectation separator* )* ;
expectation
  : K_NOT_APPLICABLE byMeasure? forParty?
  | K_NEEDS missing ( separator missing )* byMeasure? forParty?
  | K_PERMITTED byMeasure? forParty?
  | K_OUTCOME ( K_NONE | name )
  | K_AT_MOST ( K_NONE | name )
  | K_ONLY
  | effectUse byMeasure because? forParty?
  ;
byMeasure : K_BY name ;
because : K_BECAUSE trigger ( separator trigger )* ;
trigger : plainName ( K_SERVES name )? ;
forParty : K_FOR name string? ;
missing : missingHead ( ( DE | DOT ) anyName )* ;
missingHead : K_PARTY | plainName ;

// ---- expressions -----------------------------------------------------------------------------------------------------------

// 且 binds tighter than 或; the chain is flat here, and the syntax tree is built by precedence (and mixing reported).
expression
  : K_IF expression K_THEN expression K_ELSE expression
  | test ( ( K_AND | K_OR ) test )*
  ;
test
  : sum
    ( comparator sum
    | K_BETWEEN sum K_TO sum K_BETWEEN_END?
    | membership postfix
    )?
  ;
comparator : EQ | NE | GE | LE | GT | LT | K_IS | K_IS_NOT | K_AT_LEAST | K_AT_MOST | K_NOT_AFTER | K_ABOVE | K_BELOW ;
membership : K_IN | K_NOT_IN | K_HAS_ANY | K_HAS_ALL ;
sum : unary ( ( PLUS | MINUS | STAR | SLASH ) unary )* ;
unary : ( K_NOT | MINUS )* postfix ;
postfix : primary ( ( DE | DOT ) anyName )* ;
primary
  : literal
  | LPAREN expression RPAREN
  | LBRACE ( expression ( separator expression )* separator? )? RBRACE
  | ( K_ANY_OF | K_ALL_OF ) LBRACE expression ( separator expression )* separator? RBRACE
  | ( K_EXISTS | K_EVERY | K_COUNT ) LPAREN expression RPAREN
  | call
  | subject
  | name
  ;
call : plainName LPAREN ( expression ( separator expression )* )? RPAREN ;
subject : K_PARTY ;
literal
  : DATE
  | NUMBER ( PERCENT | U_YUAN | U_WAN_YUAN | U_YI_YUAN | U_DAYS | U_WORKING_DAYS | U_MONTHS | U_YEARS )?
  | string
  | K_YES | K_NO | K_UNSET | K_UNKNOWN
  ;
