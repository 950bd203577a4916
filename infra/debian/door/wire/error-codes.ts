export interface MongoCode {
  code: number;
  codeName: string;
}

/**
 * The engine numbers its errors M0000, M0001, … (base 36). Here are MongoDB's codes and names in that order, as in the engine's
 * own table; a number alone is named "Location" and the number.
 */
const IN_ORDER = `
1InternalError 2BadValue 5GraphContainsCycle 9FailedToParse 14TypeMismatch 15Overflow
20IllegalOperation 23AlreadyInitialized 26NamespaceNotFound 27IndexNotFound 28PathNotViable
31RoleNotFound 34CannotBackfillArray 40ConflictingUpdateOperators 43CursorNotFound
48NamespaceExists 52DollarPrefixedFieldName 53CanNotBeTypeArray 54NotSingleValueField
56EmptyFieldName 57DottedFieldName 61ShardKeyNotFound 66ImmutableField 67CannotCreateIndex
68IndexAlreadyExists 72InvalidOptions 73InvalidNamespace 85IndexOptionsConflict
86IndexKeySpecsConflict 111NotExactValueField 115CommandNotSupported 118NamespaceNotSharded
146ExceededMemoryLimit 159DurationOverflow 165ViewDepthLimitExceeded
166CommandNotSupportedOnView 167OptionNotSupportedOnView 181AmbiguousIndexKeyPattern
197InvalidIndexSpecificationOption 224QueryFeatureNotAllowed 232MaxSubPipelineDepthExceeded
241ConversionFailure 263OperationNotSupportedInTransaction 276IndexBuildAborted
291UnableToFindIndex 361CollectionUUIDMismatch 10065 10334BsonObjectTooLarge 11000DuplicateKey
12587BackgroundOperationInProgressForNamespace 13026 13027 13068
13113MergeStageNoMatchingDocument 13297DbAlreadyExists 13548 15947 15952 15955 15957 15958 15959
15972 15976 15981 16004 16006 16007 16020 6045000 16034 16035 16410 16411 16433
16554DollarAddNumericOrDateTypes 16610DollarModByZeroProhibited 16611DollarModOnlyNumeric
16612DollarAddOnlyOneDate 16702 16747 16748 16749 16755 16764
16766HashedIndexDoNotSupportArrayValues 16800 16801 16804 16874 16875 16876 16878 16879 16880
16882 16883 16994 17040 17041 17042 17043 17044 17045 17046 17047 17048 17049
17080DollarCondMissingIfParameter 17081DollarCondMissingThenParameter
17082DollarCondMissingElseParameter 17083DollarCondBadParameter 17124DollarSizeRequiresArray
17194ExactlyOneTextIndex 17261 17276 17308 17310 17419DocumentAfterUpdateLargerThanMaxSize
17420DocumentToUpsertLargerThanMaxSize 18628 18629 18533 18534 18535 18536 18537 28625 28646
28647 28648 28650 28651 28656 28657 28664 51044 51045 50989
28667RangeArgumentExpressionArgsOutOfRange 28680DollarAbsCantTakeLongMinValue
28689ArrayOperatorElemAtFirstArgMustBeArray 28690DollarArrayElemAtSecondArgArgMustBeNumeric
28691DollarArrayElemAtSecondArgArgMustBe32Bit 28714DollarSqrtGreaterOrEqualToZero
28724DollarSliceInvalidInput 28725DollarSliceInvalidTypeSecondArg
28726DollarSliceInvalidValueSecondArg 28727DollarSliceInvalidTypeThirdArg
28728DollarSliceInvalidValueThirdArg 28729DollarSliceInvalidSignThirdArg 28745 28746 28747 28748
28749 28756DollarLogArgumentMustBeNumeric 28757DollarLogBaseMustBeNumeric
28758DollarLogNumberMustBePositive 28759DollarLogBaseMustBeGreaterThanOne
28761DollarLog10MustBePositiveNumber 28762DollarPowBaseMustBeNumeric
28763DollarPowExponentMustBeNumeric 28764DollarPowExponentInvalidForZeroBase 28765
28766DollarLnMustBePositiveNumber 28769 28803 28808 28809 28810 28811 28812 28818 28822
31032KeyCannotContainNullByte 31002 31022 31023 31024 31034 31095 31109 31119 31120 31138 31249
31250 31253 31254 31256 31271 31276 31308 31325 31393 31395 34435 31441 34443 34444 34445 34446
34447 34448 34449 34450 34451 34452 34453 34454 34455 34460 34461 34462 34463 34464 34465 34466
34467 34468 34471 34473 40060DollarSwitchRequiresObject
40061DollarSwitchRequiresArrayForBranches 40062DollarSwitchRequiresObjectForEachBranch
40063DollarSwitchUnknownArgumentForBranch 40064DollarSwitchRequiresCaseExpressionForBranch
40065DollarSwitchRequiresThenExpressionForBranch 40066DollarSwitchNoMatchingBranchAndNoDefault
40067DollarSwitchBadArgument 40068DollarSwitchRequiresAtLeastOneBranch 40075 40076 40077 40078
40079 40080 40081DollarInRequiresArray 40085 40086 40087 40090 40091 40092 40093 40094 40096
40097 40100 40101 40102 40103 40104 40105 40147 40156 40158 40160 40169 40177 40185 40191 40192
40193 40194 40195 40196 40197 40198 40199 40200 40201 40202 40218 40228 40234 40238 40272 40319
40321 40323 40324UnrecognizedCommand 40352 40386DollarArrayToObjectRequiresArray
40390DollarObjectToArrayRequiresObject 40391DollarArrayToObjectAllMustBeObjects
40392DollarArrayToObjectIncorrectNumberOfKeys 40393DollarArrayToObjectRequiresObjectWithKAndV
40394DollarArrayToObjectObjectKeyMustBeString 40395DollarArrayToObjectArrayKeyMustBeString
40396DollarArrayToObjectAllMustBeArrays 40397DollarArrayToObjectIncorrectArrayLength
40398DollarArrayToObjectBadInputTypeFormat 40400DollarMergeObjectsInvalidType 40414
40415UnknownBsonField 40485 40489 40515 40516 40517 40518 40519 40520 40521 40522 40523 40524
40525 40533 40535 40536 40539 40540 40541 40542 40600 40601 40602 40603 40235 40237
40647ChangeStreamBadResumeToken 40684 50694 50695 50696 50699 50700 50723 50752 50759 51024
51047 51074 51075 51080DollarRoundOverflowInt64 51081DollarRoundFirstArgMustBeNumeric
51082DollarRoundPrecisionMustBeIntegral 51083DollarRoundPrecisionOutOfRange 51091 51103 51104
51105 51106 51107 51108 51109 51110 51111 51132 51134 51151 51156 51178 51183 51185 51186 51187
51191 51246 51276 51247 51743 51744 51745 51746 51747 51748 51749 51750 51751 327391 327392
1257300DollarIfNullRequiresAtLeastTwoArgs 3040501DollarRandNonEmptyArgument
4031700IntermediateResultTooLarge 4161100DollarSetFieldRequiresObject
4161101DollarSetFieldUnknownArgument 2942500 2942501 2942502 2942503 2942504 2942505 2942506
3041701 3041702 3041703 4161102 4161103 4161104 4161105 4161106 4161107 4161108 4161109 4890500
4940400 4940401 5166400 5166401 5166402 5166403 5166404 5166405 5166406 5107200 5107201 5166301
5166302 5166303 5166304 5166305 5166307 5339900 5339901 5339902 5429413 5429414 5429513 5439007
5439008 5439009 5439010 5439012 5439013 5439014 5439015 5439016 5439017 5439018 5626500 5654600
5654601 5654602 5687301 5687302 5687400 5687401 5746102 5787801 5787900 5787901 5787902 5787903
5787906 5787907 5787908 5788200 5858203 5976500 5371601 5371602 5371603
121DocumentFailedValidation 605001 6050106 16990 13111 5788001 5788002 5788003 5788004 5788005
5733201 5733401 5733402 5733403 5733406 5733408 5733409 5876900 5897900 5946802 6007200 6053600
6586400 8993000 5423900 5423901 5423902 5490710 5624900 5624901 6050202 6050204 5788604 31170
31465 40181 16InvalidLength 15998 40229 8000UserCountLimitExceeded 55 40236 17053 7429703
7436100 7750301 7750302 7750303 51003 7749501 5860402 7555701 7555702 3041704 4341107
42501InsufficientPrivilege 10107NotWritablePrimary 40239 40240 40241 40242 40243 40244 40245
40246 40257 40258 40260 40261 143CursorInUse 13103 17385 31319 31320 31321
`;

const codes: MongoCode[] = IN_ORDER.trim()
  .split(/\s+/)
  .map((entry) => {
    const digits = /^\d+/.exec(entry)?.[0] ?? '';
    return {
      code: Number(digits),
      codeName: entry === digits ? `Location${digits}` : entry.slice(digits.length),
    };
  });

/** MongoDB's code for one of the engine's own SQLSTATEs. */
export function engineCode(sqlState: string): MongoCode | undefined {
  return /^M[0-9A-Z]{4}$/.test(sqlState) ? codes[parseInt(sqlState.slice(1), 36)] : undefined;
}
