"""Who saved and answered reports and whether they were late; what requests are about; records of feedback."""

import django.db.models.deletion
from django.db import migrations, models

import selaras.core.fields


class Migration(migrations.Migration):

    dependencies = [('monitoring', '0001_initial')]

    operations = [
        migrations.CreateModel(
            name='FeedbackRecord',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('agency', selaras.core.fields.AgencyKey()),
                ('plan', selaras.core.fields.AgencyForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='planning.plan')),
                ('window', selaras.core.fields.AgencyForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='planning.window')),
            ],
            options={
                'abstract': False,
                'base_manager_name': 'objects',
                'default_manager_name': 'objects',
            },
        ),
        migrations.AlterModelOptions(
            name='feedbackrequest',
            options={'base_manager_name': 'objects', 'default_manager_name': 'objects', 'ordering': ('-asked_at', '-id')},
        ),
        migrations.RemoveConstraint(
            model_name='feedbackrequest',
            name='monitoring_request_state',
        ),
        migrations.RemoveConstraint(
            model_name='report',
            name='monitoring_report_submitted',
        ),
        migrations.AddField(
            model_name='feedbackrequest',
            name='behaviour',
            field=models.CharField(blank=True, default='', max_length=40),
        ),
        migrations.AddField(
            model_name='feedbackrequest',
            name='result',
            field=selaras.core.fields.AgencyForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='planning.resultlineage'),
        ),
        migrations.AddField(
            model_name='feedbackrequest',
            name='sent_to',
            field=models.EmailField(blank=True, default='', help_text='Where the link went; empty when the asker handed it over.', max_length=254),
        ),
        migrations.AddField(
            model_name='report',
            name='answered_by',
            field=selaras.core.fields.AgencyForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.person'),
        ),
        migrations.AddField(
            model_name='report',
            name='is_late',
            field=models.BooleanField(help_text='Whether it was submitted after its local due day.', null=True),
        ),
        migrations.AddField(
            model_name='report',
            name='saved_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='report',
            name='saved_from',
            field=models.UUIDField(help_text='The open page that saved the draft last.', null=True),
        ),
        migrations.AlterField(
            model_name='feedbackrequest',
            name='state',
            field=models.CharField(choices=[('OPEN', 'Waiting'), ('GIVEN', 'Given'), ('DECLINED', 'Declined'), ('WITHDRAWN', 'Withdrawn'), ('EXPIRED', 'Expired')], default='OPEN', max_length=9),
        ),
        migrations.AddIndex(
            model_name='feedback',
            index=models.Index(fields=['agency', 'giver', 'given_at'], name='monitoring_feedback_giver_ix'),
        ),
        migrations.AddIndex(
            model_name='feedbackrequest',
            index=models.Index(condition=models.Q(('token_hash', ''), _negated=True), fields=['token_hash'], name='monitoring_request_token'),
        ),
        migrations.AddConstraint(
            model_name='feedbackrequest',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['OPEN', 'GIVEN', 'DECLINED', 'WITHDRAWN', 'EXPIRED'])), name='monitoring_request_state'),
        ),
        migrations.AddConstraint(
            model_name='feedbackrequest',
            constraint=models.CheckConstraint(condition=models.Q(('giver_kind__in', ['LEADER', 'PEER', 'STAFF', 'OTHER'])), name='monitoring_request_giver_kind'),
        ),
        migrations.AddConstraint(
            model_name='feedbackrequest',
            constraint=models.CheckConstraint(condition=models.Q(('result', None), ('behaviour', ''), _connector='OR'), name='monitoring_request_object'),
        ),
        migrations.AddConstraint(
            model_name='report',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('is_late', None), ('state', 'DRAFT'), ('submitted_at', None)), models.Q(models.Q(('state', 'DRAFT'), _negated=True), ('is_late__isnull', False), ('submitted_at__isnull', False)), _connector='OR'), name='monitoring_report_submitted'),
        ),
        migrations.AddConstraint(
            model_name='report',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('answered_at__isnull', False), ('answered_by__isnull', False)), models.Q(('answered_at__isnull', True), ('answered_by__isnull', True)), _connector='OR'), name='monitoring_report_answered'),
        ),
        migrations.AddConstraint(
            model_name='feedbackrecord',
            constraint=models.UniqueConstraint(fields=('agency', 'plan', 'window'), name='monitoring_record_once'),
        ),
    ]
