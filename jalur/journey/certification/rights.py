"""What can be done in this room, by name: exactly the actions of access.csv."""

from django.utils.translation import gettext_lazy as _

from jalur.kit.naming import NamedRight


class Right(NamedRight):
    VIEW_SCHEME = "certification:scheme:view", _("see by which schemes people are assessed")
    RECORD_SCHEME = "certification:scheme:record", _("read in the schemes of one's assessment body")
    VIEW_LICENCE = (
        "certification:licence:view",
        _("see which assessors and test places a body has, and for which schemes"),
    )
    RECORD_LICENCE = "certification:licence:record", _("record assessors and test places of one's body")
    GRANT_COVERAGE = "certification:coverage:grant", _("say for which scheme a licence or approval holds")
    WITHDRAW_LICENCE = (
        "certification:licence:withdraw",
        _("say that an assessor, a test place or a scheme of theirs counts no longer"),
    )
    VIEW_DAY = "certification:day:view", _("see days of assessment")
    PLAN_DAY = "certification:day:plan", _("plan days of assessment")
    PREPARE_DAY = "certification:day:prepare", _("plan by which evidence people are assessed on a day")
    REVIEW_DAY = "certification:day:review", _("look back on a day of assessment")
    VIEW_ASSESSMENT = "certification:assessment:view", _("see who is assessed and what came of it")
    VIEW_EVIDENCE = "certification:evidence:view", _("open the evidence of an assessment")
    APPLY_ASSESSMENT = "certification:assessment:apply", _("apply for an assessment")
    APPLY_ONESELF = "certification:oneself:apply", _("apply for an assessment of oneself")
    ANSWER_ASSESSMENT = (
        "certification:assessment:answer",
        _("write down the self-assessment and the consent before an assessment"),
    )
    WITHDRAW_ASSESSMENT = "certification:assessment:withdraw", _("take an application back")
    RECEIVE_ASSESSMENT = (
        "certification:assessment:receive",
        _("take applications for an assessment and call people to a day"),
    )
    RECORD_RESULT = (
        "certification:result:record",
        _("assess somebody unit by unit and recommend the result"),
    )
    DECIDE_ASSESSMENT = "certification:assessment:decide", _("decide who is competent")
    PRINT_ASSESSMENT = "certification:assessment:print", _("take along the forms of an assessment")
    FILE_APPEAL = "certification:appeal:file", _("appeal against the result of an assessment")
    VIEW_OUTSIDE = "certification:outside:view", _("see results and certificates from elsewhere")
    RECORD_OUTSIDE = "certification:outside:record", _("type in a result or certificate from elsewhere")
    IMPORT_OUTSIDE = "certification:outside:import", _("read in lists of results of outside tests")
    CONFIRM_OUTSIDE = (
        "certification:outside:confirm",
        _("check a result or certificate from elsewhere"),
    )
    ATTEST_OUTSIDE = (
        "certification:outside:attest",
        _("say whether one's own body issued a certificate that was typed in"),
    )
    SUBMIT_RESULT = "certification:result:submit", _("put together and send the file for BNSP")
    VIEW_BLANK = "certification:blank:view", _("see the stock of blank certificates")
    KEEP_BLANK = "certification:blank:keep", _("receive, use, spoil and return blank certificates")
    GIVE_FEEDBACK = "certification:feedback:give", _("say how one's assessment was")
    VIEW_FEEDBACK = "certification:feedback:view", _("read what somebody said about an assessment")
    COUNT_FEEDBACK = "certification:feedback:count", _("read the answers about assessments together")
    LOAD_QUESTION = (
        "certification:question:load",
        _("bring up to date what is asked after an assessment"),
    )
    VIEW_APPEAL = "certification:appeal:view", _("see appeals against results")
    ASSIGN_APPEAL = "certification:appeal:assign", _("give an appeal to another assessor")
    REVIEW_APPEAL = "certification:appeal:review", _("look at an assessment again after an appeal")
